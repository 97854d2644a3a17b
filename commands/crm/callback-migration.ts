import {
  type DynamoDBDocumentClient,
  PutCommand,
  paginateScan,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { holds } from '#shared/adapters/dynamo/table-client.ts';
import type { Channel } from '#shared/domain/office/contact.ts';
import type { Task } from '#shared/domain/office/task.ts';

/** The columns of `leads` in which earlier versions kept a callback. */
type OldCallback = {
  readonly contact: string;
  readonly source?: Channel;
  readonly callback_id?: string;
  readonly callback_at: number;
  readonly callback_reason?: string;
  readonly updated_at: number;
  readonly expires_at?: number;
};

/** The end of the ids of hand-overs that nobody took. */
const HAND_OVER = /-office$/;
const SOURCE = /^(?:CA|SM|MM)[0-9a-f]{32}(?=-)/;

/**
 * Moves every callback of `leads` to `tasks` and returns how many it moved. The task is opened first, under the id of
 * its request. So a migration that was killed is run again, and neither loses nor doubles a callback.
 * @throws VendorFailed, after which some of them may be moved
 */
export async function migrateCallbacks(db: DynamoDBDocumentClient): Promise<number> {
  let moved = 0;
  const leads = paginateScan(
    { client: db },
    {
      TableName: 'leads',
      FilterExpression: 'attribute_exists(callback_at)',
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of leads) {
    for (const lead of Items as OldCallback[]) {
      await open(db, lead);
      if (await forget(db, lead)) moved += 1;
    }
  }
  return moved;
}

async function open(db: DynamoDBDocumentClient, lead: OldCallback): Promise<void> {
  const task = toTask(lead);
  const put = new PutCommand({
    TableName: 'tasks',
    // The keys of the index of open tasks, and the expiry that the lead has.
    Item: { ...task, open: 'open', expires_at: lead.expires_at },
    ConditionExpression: 'attribute_not_exists(id)',
  });
  await holds(db.send(put));
}

/** Removes the columns. A callback that an earlier version wrote meanwhile stays, for the next run. */
function forget(db: DynamoDBDocumentClient, { contact, callback_at }: OldCallback) {
  const remove = new UpdateCommand({
    TableName: 'leads',
    Key: { contact },
    UpdateExpression: 'REMOVE callback_id, callback_at, callback_reason, callback_due_at',
    ConditionExpression: 'callback_at = :at',
    ExpressionAttributeValues: { ':at': callback_at },
  });
  return holds(db.send(remove));
}

function toTask({
  contact,
  source = 'phone',
  callback_id: id = `${contact}-callback`,
  callback_at: due_at,
  callback_reason: words,
  updated_at: at,
}: OldCallback): Task {
  const source_sid = SOURCE.exec(id)?.[0];
  return {
    id,
    kind: HAND_OVER.test(id) ? 'hand_over_missed' : 'call_back',
    contact,
    words,
    due_at,
    state: 'open',
    channel: source_sid ? (source_sid.startsWith('CA') ? 'phone' : 'whatsapp') : source,
    source_sid,
    created_at: at,
    updated_at: at,
  };
}
