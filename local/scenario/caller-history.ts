import { randomBytes } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { recordTranscript } from '#shared/calls/call-transcript.ts';
import { turnId } from '#shared/domain/calls/call-turn.ts';
import { receivedCall } from '#shared/domain/messages/interaction.ts';
import { bookStanding, type StandingViewing } from './booked-viewings.ts';

/** The CRM's knowledge about a contact before a call. */
export type CallerHistory = {
  /** Columns of the contact's row in `leads`. */
  readonly lead?: Readonly<Record<string, string | number>>;
  /** Booked viewings, of the contact or of others. */
  readonly viewings?: readonly StandingViewing[];
  /** Earlier calls, with their turns. */
  readonly calls?: readonly {
    readonly hoursAgo: number;
    readonly turns: readonly { readonly asked: string; readonly answered: string }[];
  }[];
};

/** The number that the earlier calls were made to. */
const OFFICE = '+97233000000';
const HOUR_MS = 3_600_000;
/** The length of one turn of an earlier call. */
const TURN_MS = 10_000;

/** Writes a contact's history into the CRM, through the product's own adapters. */
export async function writeCallerHistory(
  dynamoDbEndpoint: string,
  contact: string,
  { lead, viewings = [], calls = [] }: CallerHistory,
): Promise<void> {
  await bookStanding(dynamoDbEndpoint, contact, viewings);
  const db = localDynamoDb(dynamoDbEndpoint);
  const now = Date.now();
  try {
    if (lead) {
      const Item = { contact, created_at: now, updated_at: now, ...lead };
      await db.send(new PutCommand({ TableName: 'leads', Item }));
    }
    for (const { hoursAgo, turns } of calls) {
      const call = {
        callSid: `CA${randomBytes(16).toString('hex')}`,
        from: contact,
        contact,
        to: OFFICE,
        at: now - hoursAgo * HOUR_MS,
      };
      await writeCall(db, call, turns);
    }
  } finally {
    db.destroy();
  }
}

type PastCall = Parameters<typeof receivedCall>[0];
type PastTurns = NonNullable<CallerHistory['calls']>[number]['turns'];

async function writeCall(
  db: ReturnType<typeof localDynamoDb>,
  call: PastCall,
  said: PastTurns,
): Promise<void> {
  const logs = dynamoCallLogs(db);
  const turns = dynamoCallTurns(db);
  const interactions = dynamoInteractions(db);
  const { callSid, at } = call;
  await logs.open({ ...call, status: 'in_progress' }, at);
  await interactions.receive(receivedCall(call));
  for (const [index, { asked, answered }] of said.entries()) {
    await turns.insert({
      call_sid: callSid,
      id: turnId(1, index + 1),
      mode: 'live',
      started_at: at + index * TURN_MS,
      user_text: asked,
      reply_text: answered,
      heard_text: answered,
    });
  }
  await logs.raise(callSid, { status: 'completed' }, at + said.length * TURN_MS);
  await recordTranscript({ calls: logs, turns, interactions }, callSid);
}
