import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { leaveWorldState } from '#local/control/running-world.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { processEnvironment } from '#shared/config/environment.ts';

const command = fileURLToPath(new URL('../../commands/office.ts', import.meta.url));
const opened = new AsyncDisposableStack();
let folder: string;
let settings: ReturnType<typeof dynamoOfficeSettings>;
beforeAll(async () => {
  const store = opened.use(await createDynamoDbStandIn());
  const db = opened.adopt(localDynamoDb(store.endpoint), (client) => client.destroy());
  settings = dynamoOfficeSettings(db);
  folder = await mkdtemp(join(tmpdir(), 'office-'));
  opened.use(
    await leaveWorldState(folder, {
      pid: process.pid,
      url: 'http://127.0.0.1:1',
      controlUrl: 'http://127.0.0.1:2',
      controlToken: 'token',
      dynamoDbEndpoint: store.endpoint,
      startedAt: 0,
    }),
  );
});
afterAll(() => opened.disposeAsync());

/** Runs the command on the store of this test, and returns its exit code and its output. */
async function run(...args: string[]) {
  const { PATH } = processEnvironment();
  const options = { env: { PATH } };
  return promisify(execFile)(process.execPath, [command, '--state', folder, ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }) => ({ code, out: stdout, err: stderr }),
  );
}

test('changes settings, marks what differs from the default, and puts a default back', async () => {
  const changed = await run('set', 'friday=9-12', 'keeps_shabbat=no');
  expect(changed.code).toBe(0);
  expect(changed.out).toMatch(/^friday +\* +09:00-12:00$/m);
  expect(changed.out).toMatch(/^monday +09:00-19:00$/m);
  const { out } = await run('set', 'friday=default', '--json');
  expect(JSON.parse(out)).toMatchObject({ friday: '09:00-13:00', keeps_shabbat: 'no' });
  expect((await settings.read()).texts).toEqual({ keeps_shabbat: 'no' });
});

test('changes nothing where one setting is wrong, and names each with what it takes', async () => {
  const { version } = await settings.read();
  const { code, err } = await run('set', 'monday=8-18', 'friday=noon', 'city=אטלנטיס');
  expect(code).toBe(2);
  expect(err).toContain('friday must be 09:00-19:00, or closed, not "noon"');
  expect(err).toContain('city must be one of ירושלים');
  expect((await settings.read()).version).toBe(version);
});

test('gives one day hours of its own, and takes them back', async () => {
  await run('date', '2027-08-01', 'closed', 'חופשה', 'מרוכזת');
  await run('date', '2027-08-02', '9-12');
  await run('date', '2027-08-01', '10-11');
  expect((await settings.read()).texts['own_dates']).toBe('2027-08-01 10-11, 2027-08-02 9-12');
  await run('date', '2027-08-01', 'usual');
  expect((await settings.read()).texts['own_dates']).toBe('2027-08-02 9-12');
});

test('lists the holidays of a year without a store', async () => {
  const { out } = await run('holidays', '2027', '--json');
  expect(JSON.parse(out)).toContainEqual({ day: '2027-10-11', kind: 'closed', name: 'יום כיפור' });
});

test.each([
  [[], 'The command must be show, set, date or holidays.'],
  [['set', 'fridays=closed'], 'There is no setting fridays.'],
  [['date', '2027-02-30', 'closed'], 'date takes a day like 2027-08-01'],
  [['holidays', 'soon'], 'holidays takes a year'],
])('refuses %j: %s', async (args, words) => {
  const { code, err } = await run(...args);
  expect([code, err]).toEqual([2, expect.stringContaining(words)]);
});
