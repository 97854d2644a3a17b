import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { localAws } from '#local/aws/local-aws.ts';
import { createVendorServer } from '#local/aws/vendor-server.ts';
import { createTurnWrites } from '#media-service/stream/turn-writes.ts';
import { createWriteQueue } from '#media-service/stream/write-queue.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';

/** A store that is slow, and still within the client's limit of 700 ms. */
const ANSWER_MS = 500;
/** The calls of a full task; they end together, as all of them do when it is stopped. */
const CALLS = 60;
const TURNS = 3;

test('sixty calls that end at once lose no write to a store that answers after half a second', async () => {
  const { endpoint, heard } = await openSlowStore();
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
  vi.stubEnv('AWS_REGION', localAws.region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  const db = dynamoDb({ retentionDays: undefined });
  onTestFinished(() => {
    vi.unstubAllEnvs();
    db.destroy();
  });
  const turns = dynamoCallTurns(db);
  const ids = Array.from({ length: TURNS }, (_, index) => `001-000${index + 1}`);
  const sids = Array.from({ length: CALLS }, (_, index) => `CA${index}`);

  await Promise.all(
    sids.map(async (call_sid) => {
      const queue = createWriteQueue(call_sid);
      const writes = createTurnWrites(turns, queue);
      for (const id of ids) {
        writes.open({ call_sid, id, mode: 'live', started_at: 1, user_text: 'שלום' });
        writes.update({ call_sid, id, heard_text: 'שלום לכם' });
      }
      writes.retry();
      await queue.settled();
    }),
  );
  const expected = sids.flatMap((sid) => ids.map((id) => `${sid} ${id}: שלום לכם`));
  expect(heard().toSorted()).toEqual(expected.toSorted());
}, 90_000);

/** Opens a store that takes inserts and updates of turns, and answers late. */
async function openSlowStore() {
  const rows = new Map<string, string | undefined>();
  const refused = { status: 500 };
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  const store = await createVendorServer({
    async answer({ body }) {
      await sleep(ANSWER_MS);
      const { Item, Key, ExpressionAttributeValues = {} } = JSON.parse(`${body}`);
      const { call_sid, id } = Item ?? Key;
      const key = `${call_sid.S} ${id.S}`;
      if (Item && !rows.has(key)) rows.set(key, undefined);
      // An update before its insert would be lost.
      if (Key && rows.has(key)) rows.set(key, ExpressionAttributeValues[':set_heard_text']?.S);
      return { status: 200, headers, body: '{}' };
    },
    maxBodyBytes: 1024 * 1024,
    tooLarge: refused,
    throttled: refused,
    broken: () => refused,
  });
  onTestFinished(() => store[Symbol.asyncDispose]());
  return {
    endpoint: store.endpoint,
    heard: () => [...rows].map(([key, text]) => `${key}: ${text}`),
  };
}
