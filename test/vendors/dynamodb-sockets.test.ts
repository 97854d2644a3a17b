import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { localAws } from '#local/aws/local-aws.ts';
import { createVendorServer } from '#local/aws/vendor-server.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';

/** A store that is slow, and still within the client's limit of 700 ms. */
const ANSWER_MS = 500;

test.for([100, 200])('%i writes under way to a slow store are all done', async (count) => {
  const { endpoint, stored } = await openSlowStore();
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
  const write = (id: string) =>
    turns.insert({ call_sid: 'CA1', id, mode: 'live', started_at: 1, user_text: 'שלום' });
  await write('the first loads the client');

  const writes: Promise<unknown>[] = [];
  for (let index = 0; index < count; index++) {
    writes.push(write(`${index}`));
    // Requests of many calls never begin in one piece; one that did would measure this machine.
    await setImmediate();
  }
  const written = await Promise.allSettled(writes);
  expect(
    written.flatMap((one) => (one.status === 'rejected' ? `${one.reason.cause}` : [])),
  ).toEqual([]);
  expect(stored).toHaveLength(count + 1);
});

/** Opens a store that takes every write and answers late. */
async function openSlowStore() {
  const stored: string[] = [];
  const refused = { status: 500 };
  const store = await createVendorServer({
    async answer({ body }) {
      await sleep(ANSWER_MS);
      stored.push(JSON.parse(`${body}`).Item.id.S);
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' };
    },
    maxBodyBytes: 1024 * 1024,
    tooLarge: refused,
    throttled: refused,
    broken: () => refused,
  });
  onTestFinished(() => store[Symbol.asyncDispose]());
  return { endpoint: store.endpoint, stored };
}
