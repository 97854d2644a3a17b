import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoContactJoins } from '#shared/adapters/dynamo/contact-joins.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoMessageQueues } from '#shared/adapters/dynamo/message-queues.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { dynamoUntoldViewings } from '#shared/adapters/dynamo/untold-viewings.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { receivedCall } from '#shared/domain/messages/interaction.ts';
import { receivedMessage } from '#shared/domain/messages/message.ts';
import { personalTables } from '#shared/tables.ts';
import { everyRow } from '../functions.ts';
import { home } from '../listings/listings-store.ts';
import { newSid } from '../twilio-requests.ts';

const DAY_MS = 24 * 3_600_000;

let store: Awaited<ReturnType<typeof createDynamoDbStandIn>>;
beforeAll(async () => {
  store = await createDynamoDbStandIn();
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', store.endpoint);
  vi.stubEnv('AWS_REGION', localAws.region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await store[Symbol.asyncDispose]();
});

/** Writes everything once that is kept of a person. Returns the rows that are about this call, or about no person. */
async function written(retentionDays: number | undefined, viewingAt: number) {
  const db = dynamoDb({ retentionDays });
  const at = Date.now();
  const callSid = newSid('CA');
  const contact = `+9725${String(Math.random()).slice(2, 10)}`;
  const call = { callSid, from: contact, to: '+97233000000' };
  const turn = { call_sid: callSid, mode: 'live', started_at: at, user_text: 'שלום' } as const;
  const turns = dynamoCallTurns(db);
  const [leads, interactions] = [dynamoLeads(db), dynamoInteractions(db)];
  await dynamoCallLogs(db).open({ ...call, status: 'ringing' }, at);
  await turns.insert({ ...turn, id: '001-0001' });
  await turns.claim({ ...turn, id: '001-0002', mode: 'rescued' }, { at, until: at + 1 });
  await interactions.receive(receivedCall({ ...call, contact: call.from, at }));
  await leads.save(contact, { name: 'דנה' }, { source: 'phone', at });
  await leads.optOut(contact, at);
  await dynamoTasks(db).open({
    id: `${callSid}-call`,
    kind: 'call_back',
    contact,
    due_at: at,
    state: 'open',
    channel: 'phone',
    created_at: at,
    updated_at: at,
  });
  const telling = {
    id: `tell-${callSid}`,
    broker_id: 'p2',
    way: 'email',
    to: 'dana@x.example',
  } as const;
  await dynamoStaffMessages(db).claim(
    { ...telling, tasks: [], text: 'דנה', at },
    { at, until: at },
  );
  const place = { messageSid: newSid('SM'), until: at + 1 };
  await dynamoMessageQueues(db).join(`${contact}2`, place, at);
  await dynamoViewings(db).book({
    id: `${callSid}#1`,
    contact,
    listing_id: callSid,
    at: viewingAt,
    status: 'booked',
    source_id: callSid,
    created_at: at,
  });
  await dynamoCallWatches(db).arm(callSid, 1, at);
  await dynamoListings(db).put([home]);
  const rows = Object.entries(await everyRow(db)).flatMap(([table, items = []]) =>
    items.map((item) => ({ table, text: JSON.stringify(item), expiresAt: item['expires_at'] })),
  );
  db.destroy();
  const isNote = ({ text }: { text: string }) => text.includes('changed_until');
  const isMine = ({ text }: { text: string }) => text.includes(callSid) || text.includes(contact);
  return {
    mine: rows.filter((row) => isMine(row) && !isNote(row)),
    notes: rows.filter((row) => isMine(row) && isNote(row)),
    others: rows.filter((row) => !isMine(row)),
  };
}

test('every row about a person expires so many days after it was last written, where a retention is set', async () => {
  const before = Date.now();
  const { mine, others } = await written(30, before);
  const personal = mine.filter(({ table }) => table !== 'call_watch');
  expect(new Set(personal.map(({ table }) => table))).toEqual(new Set(personalTables));
  expect(personal).toHaveLength(10);
  for (const { table, expiresAt } of personal) {
    // The days begin to count when a day of viewings is over.
    const at = (expiresAt ?? 0) * 1_000;
    expect(at, table).toBeGreaterThanOrEqual(before + 30 * DAY_MS);
    const longestMs = (table === 'days' ? 32 : 30) * DAY_MS + 1_000;
    expect(at, table).toBeLessThanOrEqual(Date.now() + longestMs);
  }
  // The salt and the hash of an opt-out stay: they name nobody, and outlive what they suppress.
  expect(others.map(({ table, expiresAt }) => [table, expiresAt])).toEqual([
    ['listings', undefined],
    ['opt_outs', undefined],
    ['opt_outs', undefined],
  ]);
});

test('a viewing that is still to come is not forgotten before', async () => {
  const viewingAt = Date.now() + 50 * DAY_MS;
  const { mine } = await written(30, viewingAt);
  const viewing = mine.find(({ table }) => table === 'viewings');
  expect(viewing?.expiresAt).toBe(Math.ceil((viewingAt + 30 * DAY_MS) / 1_000));
});

test('what is still to come is not forgotten before, though the office was told of it', async () => {
  const db = dynamoDb({ retentionDays: 30 });
  const at = Date.now();
  const ahead = at + 50 * DAY_MS;
  const kept = Math.ceil((ahead + 30 * DAY_MS) / 1_000);
  const [tasks, tellings, untold] = [dynamoTasks(db), dynamoTellings(db), dynamoUntoldViewings(db)];
  const expiryOf = async (table: string, id: string) =>
    (await everyRow(db))[table]?.find((row) => row['id'] === id)?.['expires_at'];

  const source_id = newSid('SM');
  const viewing = {
    id: `${source_id}#1`,
    contact: '+972501112222',
    listing_id: source_id,
    at: ahead,
    status: 'booked',
    source_id,
    created_at: at,
  } as const;
  await dynamoViewings(db).book(viewing);
  const seen = async () =>
    (await untold.due(Date.now() + 1, 50)).find(({ id }) => id === viewing.id) ?? viewing;
  await untold.settle(await seen(), Date.now());
  expect(await expiryOf('viewings', viewing.id)).toBe(kept);
  await untold.settle(await seen(), undefined);
  expect(await expiryOf('viewings', viewing.id)).toBe(kept);
  await untold.retell(viewing.id, at);
  expect(await expiryOf('viewings', viewing.id)).toBe(kept);

  const id = newSid('SM');
  const task = {
    id,
    kind: 'call_back',
    contact: '+972501112222',
    due_at: ahead,
    state: 'open',
    channel: 'whatsapp',
    created_at: at,
    updated_at: at,
    tell_at: at,
  } as const;
  await tasks.open(task);
  const told = { id: 'tell-1', broker: 'p2', way: 'whatsapp' } as const;
  const steps: [string, () => Promise<unknown>][] = [
    ['hasten', () => tellings.hasten(task, at - 1)],
    ['postpone', () => tellings.postpone({ ...task, tell_at: at - 1 }, at)],
    ['begin', () => tellings.begin(task, told, at + 1)],
    ['release', () => tellings.release(task, told.id, at)],
    ['begin again', () => tellings.begin(task, told, at + 1)],
    ['finish', () => tellings.finish(id, { ...told, at }, at)],
    ['lose', () => tellings.lose(id, told.id, at)],
    ['take', () => tellings.take(task, 'p2', at)],
    ['assign', () => tasks.assign(task, 'p3', at)],
  ];
  for (const [step, take] of steps) {
    await take();
    expect(await expiryOf('tasks', id), step).toBe(kept);
  }
  db.destroy();
});

test('the note that a viewing changed expires within a day, whatever the retention', async () => {
  for (const retentionDays of [30, undefined]) {
    const { notes } = await written(retentionDays, Date.now());
    expect(notes).toHaveLength(1);
    expect((notes[0]?.expiresAt ?? 0) * 1_000).toBeLessThan(Date.now() + DAY_MS);
  }
});

test('a join is kept as long as the messages of its user, and expires with them', async () => {
  const db = dynamoDb({ retentionDays: 30 });
  const [user, contact] = ['whatsapp:IL.1349', '+972501234567'];
  await dynamoContactJoins(db).alias(user, contact, Date.now() - 50 * DAY_MS);
  const received = { messageSid: newSid('SM'), from: user, to: 'whatsapp:+97233000001', text: '' };
  const before = Date.now();
  await dynamoInteractions(db).enter(receivedMessage(received, before, 'a webhook'));
  const { leads = [] } = await everyRow(db);
  const row = leads.find((lead) => lead['contact'] === user);
  expect(row).toMatchObject({ joined_to: contact, updated_at: before });
  expect((row?.['expires_at'] as number) * 1_000).toBeGreaterThanOrEqual(before + 30 * DAY_MS);
  db.destroy();
});

test('nothing else about a person expires where no retention is set', async () => {
  // On another day: what the retention of before wrote keeps its expiry.
  const { mine } = await written(undefined, Date.now() + 3 * DAY_MS);
  expect(mine).toHaveLength(11);
  for (const { table, expiresAt } of mine) {
    expect(expiresAt === undefined, table).toBe(table !== 'call_watch');
  }
});
