import { afterAll, beforeAll, expect, test } from 'vitest';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { waitUntil } from '#local/polling.ts';
import { placeScriptedCall } from '#local/scenario/caller.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { s3HeldFiles } from '#shared/adapters/aws/held-files.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoContactJoins } from '#shared/adapters/dynamo/contact-joins.ts';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { twilioCopies } from '#shared/adapters/twilio/copies.ts';
import { readConfig } from '#shared/config/config.ts';
import { readDossier } from '#shared/crm/dossier.ts';
import { erase } from '#shared/crm/erase.ts';
import { toTimeline } from '#shared/crm/timeline.ts';
import { neverQuiet } from '#shared/domain/office/quiet-times.ts';
import { viewingReminder } from '#shared/domain/office/viewing.ts';
import { noticeTemplates } from '#shared/messages/notice-words.ts';
import { everyRow } from '../functions.ts';

const HOUR_MS = 3_600_000;
const searching = 'שלום, אני מחפש דירה להשכרה בתל אביב';

let world: World;
let office: ReturnType<typeof openOffice>;
beforeAll(async () => {
  world = await openWorld({
    settings: { ...closedWorld(), product: { WHATSAPP_FOLLOW_UP: 'on' } },
    prompts: 'brief',
  });
  office = openOffice(world);
});
afterAll(async () => {
  office.db.destroy();
  await world[Symbol.asyncDispose]();
});

/** The office's own access to the world's records. */
function openOffice({ env, dynamoDb, s3, scheduler }: World) {
  const config = readConfig(env);
  const db = localDynamoDb(dynamoDb.endpoint);
  return {
    db,
    crm: dynamoCrm(db),
    calls: dynamoCallLogs(db),
    turns: dynamoCallTurns(db),
    watches: dynamoCallWatches(db),
    leads: dynamoLeads(db),
    joins: dynamoContactJoins(db),
    viewings: dynamoViewings(db),
    interactions: dynamoInteractions(db),
    files: s3HeldFiles(config.recordingsBucket, { ...localAws, endpoint: s3.endpoint }),
    schedules: eventbridgeScheduler(config.schedules, {
      ...localAws,
      endpoint: scheduler.endpoint,
    }),
    copies: twilioCopies(config.twilio, { twilioAuthToken: env['TWILIO_AUTH_TOKEN'] ?? '' }),
  };
}

const phoneOf = (contact: string) => {
  if (!world.exchange) throw new Error('This world has no exchange.');
  return world.exchange.whatsApp.customer(contact);
};

/** Places a call in which the caller looks for a home. */
async function call(contact: string): Promise<string> {
  const { exchange } = world;
  if (!exchange) throw new Error('This world has no exchange.');
  const steps = [{ say: searching }, { listen: true }, { hangUp: true }] as const;
  const placed = placeScriptedCall({ ...world, exchange }, { from: contact, steps });
  const { callSid } = (await placed.ended).report;
  await waitUntil(
    () => world.crm.ofCall(callSid),
    ({ callLog }) => callLog?.transcript !== undefined && callLog.control === 'ended',
    15_000,
  );
  return callSid;
}

/** Books a viewing. Each contact has a home of its own: a home is shown to one at a time. */
async function book(contact: string, id: string, listing: string) {
  const viewing = {
    id,
    contact,
    listing_id: listing,
    at: Date.now() + 20 * HOUR_MS,
    status: 'booked',
    source_id: `${id}-1`,
    created_at: Date.now(),
  } as const;
  await office.viewings.book(viewing);
  const reminder = viewingReminder(neverQuiet, viewing, Date.now());
  if (reminder) await office.schedules.once(reminder);
}

const notice = (contact: string) =>
  waitUntil(
    async () => (await office.interactions.recent(contact, 20)).filter(({ id }) => /-/.test(id)),
    ([row]) => row !== undefined && row.status !== 'replied',
    15_000,
  );

test('a caller who agreed to it reads after the call what it was about, and is reminded of the viewing', async () => {
  const contact = '+972500000101';
  await office.leads.optIn(contact, Date.now(), { channel: 'whatsapp', id: 'SM1', words: 'חזור' });
  const callSid = await call(contact);
  await waitUntil(
    office.schedules.names,
    (names) => names.includes(`follow-up-${callSid}`),
    10_000,
  );
  world.scheduler.skip(3 * 60_000);
  const [followUp] = await phoneOf(contact).received(1);
  expect(followUp?.body).toBe(
    noticeTemplates.followUp
      .replace('{{1}}', 'משרד התיווך')
      .replace('{{2}}', 'הפנייה שלכם נרשמה אצלנו.'),
  );
  await book(contact, 'a', 'TA-101');
  world.scheduler.skip(19 * HOUR_MS);
  const read = await phoneOf(contact).received(2);
  expect(read.at(-1)?.body).toContain('דיזנגוף 172, תל אביב');
  await waitUntil(
    () => office.interactions.recent(contact, 20),
    (rows) => rows.filter(({ status }) => status === 'read').length === 2,
    15_000,
  );
});

test('a contact who wrote הסר is not reminded of anything', async () => {
  const contact = '+972500000102';
  await phoneOf(contact).write({ text: 'הסר' }).posted;
  const told = (await phoneOf(contact).received(1)).length;
  await book(contact, 'b', 'TA-102');
  world.scheduler.skip(19 * HOUR_MS);
  const [row] = await notice(contact);
  expect(row).toMatchObject({ status: 'failed', failure: 'opted-out' });
  expect(
    phoneOf(contact)
      .conversation()
      .filter(({ direction }) => direction !== 'inbound'),
  ).toHaveLength(told);
});

test('a contact who called and wrote is one person, and is erased everywhere', async () => {
  const contact = '+972500000103';
  const callSid = await call(contact);
  await phoneOf(contact).write({ text: 'שלום, אפשר פרטים על הדירה בדיזנגוף?' }).posted;
  await phoneOf(contact).received(1);
  await book(contact, 'c', 'TA-103');
  const kinds = toTimeline(await readDossier(office, contact)).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['call', 'turn', 'message', 'viewing']));
  expect(kinds.indexOf('call')).toBeLessThan(kinds.indexOf('message'));
  expect(await erase(office, contact, Date.now())).toMatchObject({ calls: 1, viewings: 1 });
  await world.lambda.invoke('reconcile', {});
  const { call_log: calls = [], ...rest } = await everyRow(office.db);
  expect(JSON.stringify([calls, rest])).not.toContain(contact);
  expect(calls.find(({ call_sid }) => call_sid === callSid)).toMatchObject({
    erased_at: expect.any(Number),
  });
  expect(phoneOf(contact).conversation()).toEqual([]);
});
