import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { type CommandPlace, openCommandPlace } from './command-place.ts';

const opened = new AsyncDisposableStack();
let place: CommandPlace;
let settings: ReturnType<typeof dynamoOfficeSettings>;
beforeAll(async () => {
  const store = opened.use(await createDynamoDbStandIn());
  const db = opened.adopt(localDynamoDb(store.endpoint), (client) => client.destroy());
  settings = dynamoOfficeSettings(db);
  place = opened.use(await openCommandPlace('office.ts', { dynamoDbEndpoint: store.endpoint }));
});
afterAll(() => opened.disposeAsync());

test('changes settings, marks what differs from the default, and puts a default back', async () => {
  const changed = await place.run('set', 'friday=9-12', 'keeps_shabbat=no');
  expect(changed.code).toBe(0);
  expect(changed.out).toMatch(/^friday +\* +09:00-12:00$/m);
  expect(changed.out).toMatch(/^monday +09:00-19:00$/m);
  const { out } = await place.run('set', 'friday=default', '--json');
  expect(JSON.parse(out)).toMatchObject({ friday: '09:00-13:00', keeps_shabbat: 'no' });
  expect((await settings.read()).texts).toEqual({ keeps_shabbat: 'no' });
});

test('changes nothing where one setting is wrong, and names each with what it takes', async () => {
  const { version } = await settings.read();
  const { code, err } = await place.run('set', 'monday=8-18', 'friday=noon', 'city=אטלנטיס');
  expect(code).toBe(2);
  expect(err).toContain('friday must be 09:00-19:00, or closed, not "noon"');
  expect(err).toContain('city must be one of ירושלים');
  expect((await settings.read()).version).toBe(version);
});

test('gives one day hours of its own, and takes them back', async () => {
  await place.run('date', '2027-08-01', 'closed', 'חופשה', 'מרוכזת');
  await place.run('date', '2027-08-02', '9-12');
  await place.run('date', '2027-08-01', '10-11');
  expect((await settings.read()).texts['own_dates']).toBe('2027-08-01 10-11, 2027-08-02 9-12');
  await place.run('date', '2027-08-01', 'usual');
  expect((await settings.read()).texts['own_dates']).toBe('2027-08-02 9-12');
});

test('lists the holidays of a year without a store', async () => {
  const { out } = await place.run('holidays', '2027', '--json');
  expect(JSON.parse(out)).toContainEqual({ day: '2027-10-11', kind: 'closed', name: 'יום כיפור' });
});

test.each([
  [[], 'The command must be show, set, date, holidays or brokers.'],
  [['set', 'fridays=closed'], 'There is no setting fridays.'],
  [['date', '2027-02-30', 'closed'], 'date takes a day like 2027-08-01'],
  [['holidays', 'soon'], 'holidays takes a year'],
])('refuses %j: %s', async (args, words) => {
  const { code, err } = await place.run(...args);
  expect([code, err]).toEqual([2, expect.stringContaining(words)]);
});
