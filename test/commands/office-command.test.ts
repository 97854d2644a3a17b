import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { person } from '../office/people-of.ts';
import { type CommandPlace, type Outcome, openCommandPlace } from './command-place.ts';

const opened = new AsyncDisposableStack();
let place: CommandPlace;
let settings: ReturnType<typeof dynamoOfficeSettings>;
let tasks: ReturnType<typeof dynamoTasks>;
let leads: ReturnType<typeof dynamoLeads>;
let people: ReturnType<typeof dynamoBrokers>;
let homes: ReturnType<typeof dynamoListings>;
const home: Listing = {
  ...{ id: 'HA-1', deal: 'rent', city: 'חיפה', street: 'הרצל', number: '12', price_ils: 5_000 },
  ...{ features: [], status: 'active', updated_at: 1 },
};
beforeAll(async () => {
  const store = opened.use(await createDynamoDbStandIn());
  const db = opened.adopt(localDynamoDb(store.endpoint), (client) => client.destroy());
  settings = dynamoOfficeSettings(db);
  [tasks, leads] = [dynamoTasks(db), dynamoLeads(db)];
  [people, homes] = [dynamoBrokers(db), dynamoListings(db)];
  place = opened.use(await openCommandPlace('office.ts', { dynamoDbEndpoint: store.endpoint }));
});
afterAll(() => opened.disposeAsync());

/** Returns the lines of a command behind the name of its store. */
const linesOf = ({ out }: Outcome) => out.trimEnd().split('\n').slice(1);

test('changes settings, says what changed, marks what differs from the default, and puts a default back', async () => {
  const changed = await place.run('set', 'friday=9-12', 'keeps_shabbat=no', 'monday=9-19');
  expect([changed.code, linesOf(changed)]).toEqual([
    0,
    ['friday: 09:00-12:00, was 09:00-13:00', 'keeps_shabbat: no, was yes'],
  ]);
  const again = await place.run('set', 'friday=9-12');
  expect(linesOf(again)).toEqual(['All of this was set already.']);
  const shown = await place.run('show');
  expect(shown.out).toMatch(/^friday +\* +09:00-12:00$/m);
  expect(shown.out).toMatch(/^monday +09:00-19:00$/m);
  const { out } = await place.run('set', 'friday=default', '--json');
  expect(JSON.parse(out)).toMatchObject({ friday: '09:00-13:00', keeps_shabbat: 'no' });
  expect((await settings.read()).texts).toEqual({ keeps_shabbat: 'no', monday: '9-19' });
});

test('changes nothing where one setting is wrong, and names each with what it takes', async () => {
  const { version } = await settings.read();
  const { code, err } = await place.run('set', 'monday=8-18', 'friday=noon', 'city=אטלנטיס');
  expect(code).toBe(2);
  expect(err).toContain('friday must be a span such as 09:00-19:00, or closed, not "noon"');
  expect(err).toContain('city must be one of ירושלים');
  expect((await settings.read()).version).toBe(version);
});

test('gives one day hours of its own, and takes them back', async () => {
  const first = await place.run('date', '2027-08-01', 'closed', 'חופשה', 'מרוכזת');
  expect(linesOf(first)).toEqual(['2027-08-01: closed \u2067חופשה מרוכזת\u2069, was as usual']);
  await place.run('date', '2027-08-02', '9-12');
  const second = await place.run('date', '2027-08-01', '10-11');
  expect(linesOf(second)).toEqual(['2027-08-01: 10:00-11:00, was closed \u2067חופשה מרוכזת\u2069']);
  expect((await settings.read()).texts['own_dates']).toBe('2027-08-01 10-11, 2027-08-02 9-12');
  const last = await place.run('date', '2027-08-01', 'usual');
  expect(linesOf(last)).toEqual(['2027-08-01: as usual, was 10:00-11:00']);
  expect((await settings.read()).texts['own_dates']).toBe('2027-08-02 9-12');
});

test('warns of hours within Shabbat while the office keeps it', async () => {
  const { out } = await place.run('set', 'keeps_shabbat=yes', 'saturday=10-14', 'friday=9-17');
  expect(out).toMatch(/^saturday reaches into Shabbat .* treats the office as closed then/m);
  expect(out).toMatch(/^friday reaches into Shabbat/m);
  const quiet = await place.run('set', 'keeps_shabbat=no', '--json');
  expect(quiet.out + quiet.err).not.toContain('reaches into');
  const back = await place.run('set', 'keeps_shabbat=yes', 'saturday=default', 'friday=default');
  expect(back.out).not.toContain('reaches into');
});

test('lists the holidays of a year without a store', async () => {
  const { out } = await place.run('holidays', '2027', '--json');
  expect(JSON.parse(out)).toContainEqual({ day: '2027-10-11', kind: 'closed', name: 'יום כיפור' });
});

test.each([
  [[], 'The command must be show, set, date, holidays, tasks, done, viewings or brokers.'],
  [['set', 'fridays=closed'], 'There is no setting fridays.'],
  [['date', '2027-02-30', 'closed'], 'date takes a day like 2027-08-01'],
  [['date', '2027-08-01', 'noon'], 'date takes a span such as 09:00-12:00, closed, or usual'],
  [['holidays', 'soon'], 'holidays takes a year'],
])('refuses %j: %s', async (args, words) => {
  const { code, err } = await place.run(...args);
  expect([code, err]).toEqual([2, expect.stringContaining(words)]);
});

describe('the tasks of the office', () => {
  const HOUR_MS = 3_600_000;
  /** Longer than any office is closed. */
  const LONG_AGO_MS = 20 * 24 * HOUR_MS;
  const open = async (fields: Partial<Task> & Pick<Task, 'id' | 'due_at'>) => {
    const now = Date.now();
    const task = { kind: 'call_back', state: 'open', channel: 'phone' } as const;
    await tasks.open({ ...task, created_at: now, updated_at: now, ...fields });
  };

  test('are listed late ones first, of these the urgent ones, and are done by their short id', async () => {
    const now = Date.now();
    const [contact, phone] = ['+972501234567', '+972521112233'];
    await open({ id: 'a', contact, due_at: now - LONG_AGO_MS, words: 'מחיר', name: 'דנה' });
    await open({ id: 'b', phone, due_at: now + HOUR_MS });
    const leak = { kind: 'maintenance', urgent: true, words: 'נזילה' } as const;
    await open({ id: 'c', ...leak, contact, due_at: now - HOUR_MS });
    await open({ id: 'd', kind: 'message_left', due_at: now - LONG_AGO_MS - HOUR_MS });

    const { out } = await place.run('tasks');
    const lines = out.split('\n').filter((line) => /^[0-9a-f]{7} /.test(line));
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/URGENT +LATE, since .*maintenance +0501234567 +\u2067נזילה\u2069$/);
    expect(lines[1]).toMatch(/LATE, since .*voicemail +withheld$/);
    expect(lines[2]).toMatch(
      /LATE, since .*call back +0501234567 .*\u2067דנה\u2069 · \u2067מחיר\u2069$/,
    );
    expect(lines[3]).toMatch(/ due .*call back +0521112233$/);
    expect(out).toContain('4 open tasks, 3 late');

    const [id = ''] = lines[2]?.split(' ') ?? [];
    const done = await place.run('done', id, '--by', 'יוסי');
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining('Done, by יוסי.') });
    expect(await tasks.find('a')).toMatchObject({ state: 'done', done_by: 'יוסי' });
    // A person spoke to them, so the lead moves on by itself.
    expect(await leads.find(contact)).toMatchObject({ stage: 'contacted' });
    expect(await place.run('done', id)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`There is no open task ${id}.`),
    });
    const { out: json } = await place.run('tasks', '--json');
    expect(JSON.parse(json).map((task: Task) => task.id)).toEqual(['c', 'd', 'b']);
  });

  test('name the home, the contact and the person, and are not late as soon as they are due', async () => {
    const contact = '+972501112233';
    await leads.save(contact, { name: 'רות כהן' }, { source: 'phone', at: 1 });
    await people.put({ ...person(1), name: 'דנה לוי' });
    await homes.put([home]);
    const viewing = { kind: 'viewing', listing_id: home.id, assigned_to: 'p1', contact } as const;
    await open({ id: 'e', ...viewing, urgent: true, due_at: Date.now(), words: 'הלקוח ביטל' });
    const { out } = await place.run('tasks');
    expect(out).toMatch(
      /URGENT +now, since .*viewing +0501112233 +\u2067דנה לוי\u2069 +\u2067רות כהן\u2069 · \u2067הרצל 12, חיפה\u2069 · \u2067הלקוח ביטל\u2069/,
    );
    const { out: json } = await place.run('tasks', '--json');
    expect(JSON.parse(json)).toContainEqual(
      expect.objectContaining({
        id: 'e',
        name: 'רות כהן',
        home: 'הרצל 12, חיפה',
        person: 'דנה לוי',
      }),
    );
    await tasks.done('e', 'office', 1);
  });

  test.each([
    [['tasks', 'late'], 'tasks takes no argument.'],
    [['done'], 'done takes one id from the list of tasks.'],
  ])('refuse %j', async (args, words) => {
    const { code, err } = await place.run(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });
});
