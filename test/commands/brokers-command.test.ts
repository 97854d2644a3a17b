import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveBrokers } from '#commands/office/brokers.ts';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { isOwner, type PersonFacts } from '#shared/office/broker-roster.ts';
import { opensCalendar } from '#shared/office/calendar-key.ts';
import { type CommandPlace, openCommandPlace } from './command-place.ts';

const opened = new AsyncDisposableStack();
let place: CommandPlace;
let db: ReturnType<typeof localDynamoDb>;
let endpoint: string;
beforeAll(async () => {
  const store = opened.use(await createDynamoDbStandIn());
  endpoint = store.endpoint;
  db = opened.adopt(localDynamoDb(endpoint), (client) => client.destroy());
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

test('prints a new address of a person’s calendar each time, and takes it away', async () => {
  const phone = '052-7654321';
  const added = await brokers('add', '--phone', phone, '--name', 'נועה', '--json');
  const { id } = JSON.parse(added.out);
  const hashOf = async () => (await dynamoBrokers(db).find(id))?.calendar_hash;
  const first = await brokers('feed', 'נועה');
  expect([first.code, first.out]).toEqual([
    0,
    expect.stringMatching(
      /^http:\/\/127\.0\.0\.1:1\/calendar\.ics\?feed=b-[0-9a-f]{8}\.[\w-]{43}$/m,
    ),
  ]);
  const kept = await hashOf();
  // A change of other facts leaves it.
  await brokers('add', '--phone', phone, '--deals', 'rent');
  expect(await hashOf()).toBe(kept);
  const { feed } = JSON.parse((await brokers('feed', '--phone', phone, '--json')).out);
  const key = new URL(feed).searchParams.get('feed') ?? '';
  const noa = await dynamoBrokers(db).find(id);
  expect([opensCalendar(key, noa), kept === noa?.calendar_hash]).toEqual([true, false]);
  expect((await brokers('feed', 'נועה', '--revoke')).out).toContain('no calendar address any more');
  expect(await hashOf()).toBeUndefined();
});

test('on AWS, an address goes past the edge, whose log keeps queries', async () => {
  await brokers('add', '--phone', '052-7654322', '--name', 'גיל');
  const aws = {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: localAws.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  const feed = (env: NodeJS.ProcessEnv) =>
    place.runIn({ ...aws, ...env }, '', 'brokers', 'feed', 'גיל');
  const hashOf = async () =>
    (await dynamoBrokers(db).all()).find(({ name }) => name === 'גיל')?.calendar_hash;
  const words = 'CALENDAR_URL must be the output CalendarUrl of the stack.';
  for (const CALENDAR_URL of [undefined, 'http://x.example/calendar.ics', 'https://x.example/']) {
    const { code, err } = await feed({ CALENDAR_URL });
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  }
  expect(await hashOf()).toBeUndefined();
  const { out } = await feed({ CALENDAR_URL: 'https://api.example/calendar.ics' });
  expect(out).toMatch(/^https:\/\/api\.example\/calendar\.ics\?feed=b-/m);
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
  [[], 'brokers takes list, add, remove or feed.'],
  [['feed'], 'brokers feed takes a phone, a name or an id.'],
  [['feed', 'משה'], 'The office has no "משה".'],
  [['list', '--revoke'], 'Only brokers feed takes --revoke.'],
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
