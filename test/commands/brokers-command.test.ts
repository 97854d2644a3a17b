import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveBrokers } from '#commands/office/brokers.ts';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { isOwner, type PersonFacts } from '#shared/office/broker-roster.ts';
import { type CommandPlace, openCommandPlace } from './command-place.ts';

const opened = new AsyncDisposableStack();
let place: CommandPlace;
let db: ReturnType<typeof localDynamoDb>;
beforeAll(async () => {
  const store = opened.use(await createDynamoDbStandIn());
  db = opened.adopt(localDynamoDb(store.endpoint), (client) => client.destroy());
  place = opened.use(await openCommandPlace('office.ts', { dynamoDbEndpoint: store.endpoint }));
});
afterAll(() => opened.disposeAsync());

const brokers = (...args: string[]) => place.run('brokers', ...args);

test('adds people, changes them by their phone, lists them, and hands the leads of one who leaves to the others', async () => {
  const owner = ['--phone', '054-1112233', '--name', 'רות מזרחי', '--role', 'owner'];
  expect((await brokers('add', ...owner)).code).toBe(0);
  await brokers('add', '--phone', '052-1234567', '--name', 'דנה לוי', '--deals', 'rent');
  const again = await brokers(
    'add',
    '--phone',
    '+972521234567',
    '--areas',
    'תל אביב, רמת גן',
    '--json',
  );
  const dana = JSON.parse(again.out);
  expect(dana).toMatchObject({
    name: 'דנה לוי',
    phone: '+972521234567',
    areas: ['תל אביב', 'רמת גן'],
    deals: ['rent'],
  });
  const { out } = await brokers('list');
  expect(out).toContain('+972541112233');
  expect(out).toContain('2 people');

  const leads = dynamoLeads(db);
  await leads.assign('+972500000001', { to: dana.id }, { source: 'phone', at: 1 });
  const removed = await brokers('remove', 'דנה לוי', '--json');
  expect(JSON.parse(removed.out)).toEqual({
    removed: dana.id,
    handed_on: { leads: 1, tasks: 0, viewings: 0 },
  });
  const [ruth] = (await dynamoBrokers(db).all()).filter(({ active }) => active);
  expect((await leads.find('+972500000001'))?.assigned_to).toBe(ruth?.id);
  expect((await brokers('remove', '054-1112233')).err).toContain('is the last owner');
});

test('names the phones and ids of people with one name, and removes one by either', async () => {
  await brokers('add', '--phone', '0527770001', '--name', 'נועה בר');
  const second = await brokers('add', '--phone', '0527770002', '--name', 'נועה בר', '--json');
  const { id } = JSON.parse(second.out);
  const { code, err } = await brokers('remove', 'נועה בר');
  expect([code, err]).toEqual([2, expect.stringContaining('Name one by phone or id: ')]);
  expect(err).toContain('+972527770001');
  expect(err).toContain(`+972527770002 (${id})`);
  expect((await brokers('remove', id)).out).toContain('is removed');
  expect((await brokers('remove', '052-777-0001')).out).toContain('is removed');
});

test('the examples of the documents can be run beside the people of a local world', async () => {
  for (const person of samplePeople) await dynamoBrokers(db).put(person, undefined);
  const page = await readFile(new URL('../../docs/office.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/^npm run office -- brokers (.*)$/gm)].map(([, args = '']) =>
    [...args.matchAll(/"([^"]*)"|\S+/g)].map(([whole, quoted]) => quoted ?? whole),
  );
  expect(examples.length).toBeGreaterThanOrEqual(3);
  for (const args of examples) expect(await brokers(...args)).toMatchObject({ code: 0, err: '' });
});

describe('two commands at the same moment', () => {
  const silent = { print: () => {}, result: () => {} };
  const options = { command: 'brokers', json: true, stateFolder: '', isAws: false } as const;
  const add = (facts: PersonFacts) => serveBrokers(db, { ...options, deed: 'add', facts }, silent);
  const remove = (phone: string) =>
    serveBrokers(db, { ...options, deed: 'remove', person: phone }, silent);
  const outcomesOf = async (...both: Promise<void>[]) =>
    (await Promise.allSettled(both)).map((one) =>
      one.status === 'fulfilled' ? 'done' : String(one.reason.message),
    );
  const CHANGED = expect.stringContaining('changed meanwhile: look again');

  test('do not lose a change: one is told to look again', async () => {
    const phone = '+972521111111';
    await add({ phone, name: 'אורן' });
    const outcomes = await outcomesOf(
      add({ phone, areas: ['חיפה'] }),
      add({ phone, deals: ['rent'] }),
    );
    expect(outcomes).toContainEqual('done');
    expect(outcomes).toContainEqual(CHANGED);
    const [oren] = (await dynamoBrokers(db).all()).filter((one) => one.phone === phone);
    expect([oren?.areas.length, oren?.deals.length].sort()).toEqual([0, 1]);
  });

  test('do not remove the last two owners, in whatever way', async () => {
    const [one, other] = ['+972522222222', '+972523333333'];
    for (const deed of [remove, (phone: string) => add({ phone, role: 'broker' })]) {
      for (const phone of [one, other]) await add({ phone, name: phone, role: 'owner' });
      const owners = (await dynamoBrokers(db).all()).filter(isOwner);
      for (const { phone } of owners)
        if (phone !== one && phone !== other) await add({ phone, role: 'broker' });
      const outcomes = await outcomesOf(deed(one), deed(other));
      expect(outcomes).toContainEqual(CHANGED);
      expect((await dynamoBrokers(db).all()).filter(isOwner)).not.toEqual([]);
    }
  });
});

test('refuses a number on which the agent answers', async () => {
  const call = { callSid: `CA${'0'.repeat(32)}`, from: '+972500000009', to: '+97231112222' };
  await dynamoCallLogs(db).open({ ...call, status: 'in_progress' }, Date.now());
  const { code, err } = await brokers('add', '--phone', '03-1112222', '--name', 'א');
  expect([code, err]).toEqual([2, expect.stringContaining('the agent itself answers')]);
});

test.each([
  [[], 'brokers takes list, add or remove.'],
  [['add', '--name', 'דנה'], '--phone takes a number like 052-1234567'],
  [['add', '--phone', '050-123456', '--name', 'דנה'], '--phone takes a number like 052-1234567'],
  [['add', '--phone', '0521234567', '--role', 'boss'], '--role takes owner, broker, assistant'],
  [['add', '--phone', '0521234567', '--deals', 'lease'], '--deals takes rent, sale or both'],
  [['add', '--phone', '0521234567', '--email', 'dana'], '--email takes an address'],
  [['list', '--name', 'דנה'], 'Only brokers add takes facts'],
  [['remove'], 'brokers remove takes a phone, a name or an id.'],
  [['remove', 'משה'], 'The office has no "משה".'],
])('refuses %j: %s', async (args, words) => {
  const { code, err } = await brokers(...args);
  expect([code, err]).toEqual([2, expect.stringContaining(words)]);
});
