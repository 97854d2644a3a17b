import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import { type CallWatch, watchShard } from '#shared/domain/calls/call-watch.ts';
import { type Interaction, interactionId } from '#shared/domain/messages/interaction.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import type { Task } from '#shared/domain/office/task.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';

/** The CRM's rows about one call. */
export type CallRecords = {
  readonly callLog: CallLog | undefined;
  readonly turns: readonly CallTurn[];
  readonly interaction: Interaction | undefined;
  readonly watch: CallWatch | undefined;
  /** The tasks that it opened, oldest first. */
  readonly tasks: readonly Task[];
};

/** The CRM's rows about one contact. */
export type ContactRecords = {
  readonly lead: Lead | undefined;
  /** Earliest first, cancelled ones included. */
  readonly viewings: readonly Viewing[];
  /** Oldest first, done ones included. */
  readonly tasks: readonly Task[];
};

/** Reads the CRM as the office does. */
export interface CrmView extends Disposable {
  ofCall(callSid: string): Promise<CallRecords>;
  ofContact(contact: string): Promise<ContactRecords>;
}

/** Opens the CRM at a DynamoDB endpoint. */
export function openCrm(endpoint: string): CrmView {
  const db = localDynamoDb(endpoint);
  const calls = dynamoCallLogs(db);
  const turns = dynamoCallTurns(db);
  const leads = dynamoLeads(db);
  const viewings = dynamoViewings(db);
  const tasks = dynamoTasks(db);
  const read = async <Row>(table: string, key: Record<string, string>) => {
    const command = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
    return (await db.send(command)).Item as Row | undefined;
  };

  return {
    async ofCall(callSid) {
      const watchKey = { watch_shard: watchShard(callSid), call_sid: callSid };
      const id = interactionId({ channel: 'phone', external_sid: callSid });
      const [callLog, itsTurns, interaction, watch] = await Promise.all([
        calls.find(callSid),
        turns.ofCall(callSid),
        read<Interaction>('interactions', { id }),
        read<CallWatch>('call_watch', watchKey),
      ]);
      const { Items = [] } = await db.send(
        new ScanCommand({
          TableName: 'tasks',
          FilterExpression: 'source_sid = :sid',
          ExpressionAttributeValues: { ':sid': callSid },
          ConsistentRead: true,
        }),
      );
      const opened = (Items as Task[]).toSorted((a, b) => a.created_at - b.created_at);
      return { callLog, turns: itsTurns, interaction, watch, tasks: opened };
    },

    async ofContact(contact) {
      const [lead, theirs, owed] = await Promise.all([
        leads.find(contact),
        viewings.ofContact(contact, 0),
        tasks.ofContact(contact),
      ]);
      return { lead, viewings: theirs, tasks: owed };
    },
    [Symbol.dispose]: () => db.destroy(),
  };
}
