import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { placeIn } from '#local/conversations/call-placement.ts';
import type { Conversation } from '#local/conversations/conversation.ts';
import { OWN_CONVERSATIONS, readConversations } from '#local/conversations/conversation-files.ts';
import { runConversation } from '#local/conversations/conversation-run.ts';
import { inHebrew } from '#local/conversations/script-days.ts';
import { waitUntil } from '#local/polling.ts';
import { placeScriptedCall } from '#local/scenario/caller.ts';
import { voiceNote } from '#local/scenario/voice-note.ts';
import { loadSampleListings } from '#local/world/sample-listings.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoSourceReports } from '#shared/adapters/dynamo/source-reports.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { UNCARDED } from '#shared/adapters/dynamo/waiting-cards.ts';
import { readConfig } from '#shared/config/config.ts';
import { lateReplyName } from '#shared/domain/messages/late-reply.ts';
import { weekdays } from '#shared/domain/office/office-settings.ts';
import { neverQuiet } from '#shared/domain/office/quiet-times.ts';
import { staffReplies } from '#shared/domain/office/staff-request.ts';
import { viewingId, viewingReminder } from '#shared/domain/office/viewing.ts';
import { newCalendarKey } from '#shared/office/calendar-key.ts';
import { routes } from '#shared/routes.ts';
import { person } from '../office/people-of.ts';
import { alertRights } from './alert-scenario.ts';
import { MEDIA_KEY, rightsGuard } from './rights-guard.ts';

const guard = rightsGuard();
let world: World;
let office: ReturnType<typeof openOffice>;
beforeAll(async () => {
  const product = {
    OFFICE_NUMBER: '+97233000002',
    AWS_ACCESS_KEY_ID: MEDIA_KEY,
    WHATSAPP_FOLLOW_UP: 'on',
  };
  const people = samplePeople.map((one) => ({ ...one, email: `${one.id}@office.example` }));
  world = await openWorld({ settings: { ...closedWorld(), people, product }, guard });
  office = openOffice(world);
  // The office is told at every hour of every day.
  const always = weekdays.map((day) => [day, '00:00-24:00']);
  const settings = dynamoOfficeSettings(office.db);
  const { version, texts } = await settings.read();
  const open = { version, texts: { ...texts, ...Object.fromEntries(always) } };
  expect(await settings.write(open, Date.now())).toBe(true);
  await loadSampleListings(dynamoListings(office.db), Date.now());
});
afterAll(async () => {
  office.db.destroy();
  await world[Symbol.asyncDispose]();
  await guard[Symbol.asyncDispose]();
});

/** The office's own access to the world's records, without the guard. */
function openOffice({ env, dynamoDb, scheduler }: World) {
  const db = localDynamoDb(dynamoDb.endpoint);
  return {
    db,
    leads: dynamoLeads(db),
    viewings: dynamoViewings(db),
    interactions: dynamoInteractions(db),
    tasks: dynamoTasks(db),
    schedules: eventbridgeScheduler(readConfig(env).schedules, {
      ...localAws,
      endpoint: scheduler.endpoint,
    }),
  };
}

/** Rights for events that do not happen here. */
const inTrouble = [
  // Twilio does not give a recording at once, or it cannot be transcribed.
  'recording-status: make fetch-',
  'fetch-recording: GetItem on call_log',
  'fetch-recording: UpdateItem on call_log',
  'fetch-recording: find in recordings',
  'fetch-recording: write in recordings',
  'fetch-recording: make fetch-',
  'transcribe-recording: make transcribe-',
  // Twilio knows a call or a recording that no callback announced.
  'reconcile: UpdateItem on call_log',
  'reconcile: DeleteItem on call_watch',
  'reconcile: UpdateItem on interactions',
  'reconcile: UpdateItem on leads',
  'reconcile: find in recordings',
  'reconcile: read in recordings',
  'reconcile: write in recordings',
  // Another function works on the same recording.
  'transcribe-recording: GetItem on call_turn',
  // A stream arrives once its call is about to be moved.
  'watchdog: PutItem on call_watch',
  // The office does not answer, and the agent takes the call again.
  'dial-ended: UpdateItem on call_log',
  'dial-ended: PutItem on call_watch',
  'dial-ended: PutItem on tasks',
  'dial-ended: GetItem on leads',
  'dial-ended: GetItem on office',
  // A voicemail is imported late, or by nobody but the hourly run.
  'fetch-recording: PutItem on tasks',
  'fetch-recording: GetItem on leads',
  'fetch-recording: GetItem on office',
  'reconcile: PutItem on tasks',
  'reconcile: GetItem on leads',
  'reconcile: GetItem on office',
  'reconcile: Scan on brokers',
  'dial-ended: UpdateItem on tasks',
  'fetch-recording: Scan on brokers',
  // A contact who is waited for talks with a person of the office.
  'dial-whisper: UpdateItem on tasks',
  // A card names a promise that no deed keeps.
  'tell: PutItem on tasks',
  'tell: GetItem on leads',
  // A message does not reach a person of the office.
  'whatsapp-status: GetItem on tasks',
  'whatsapp-status: UpdateItem on tasks',
  // The end of a call opens the task of a hand-over that nobody took.
  'call-status: GetItem on leads',
  // A reminder meets a quiet time.
  'remind: PutItem on tasks',
  // A callback is moved, or a late answer asks for one.
  'whatsapp-inbound: UpdateItem on tasks',
  'media: UpdateItem on tasks',
  'late-reply: GetItem on tasks',
  'late-reply: PutItem on tasks',
  'late-reply: UpdateItem on tasks',
  // A mail or a message to a person of the office does not arrive.
  'mail-report: GetItem on tasks',
  'mail-report: UpdateItem on tasks',
  'mail-report: GetItem on viewings',
  'mail-report: UpdateItem on viewings',
  'whatsapp-status: GetItem on viewings',
  'whatsapp-status: UpdateItem on viewings',
  // No phone of the office rings, or the deeds of one call are joined.
  'stream-ended: GetItem on tasks',
  'stream-ended: PutItem on tasks',
  'stream-ended: UpdateItem on tasks',
  'stream-ended: Query by_contact on tasks',
  'handle-recording: UpdateItem on tasks',
  'recording-status: UpdateItem on tasks',
  'call-status: GetItem on tasks',
  'call-status: UpdateItem on tasks',
  'call-status: Query by_contact on tasks',
  'fetch-recording: GetItem on tasks',
  'fetch-recording: UpdateItem on tasks',
  'fetch-recording: Query by_contact on tasks',
  'transcribe-recording: Query by_contact on tasks',
  'reconcile: GetItem on tasks',
  'reconcile: UpdateItem on tasks',
  'reconcile: Query by_contact on tasks',
  // The first person who takes a matter up is counted from the opening.
  'dial-whisper: GetItem on office',
  'dial-ended: GetItem on tasks',
  // A caller is beyond a ceiling.
  'incoming-call: DeleteItem on call_watch',
  // A contact opts out or in again, and the first one of a deployment has the salt made.
  'whatsapp-inbound: PutItem on opt_outs',
  'whatsapp-inbound: DeleteItem on opt_outs',
  'late-reply: GetItem on opt_outs',
  'late-reply: PutItem on opt_outs',
  'late-reply: DeleteItem on opt_outs',
  'media: PutItem on opt_outs',
  // A caller hung up before anybody of the office took the hand-over.
  'call-status: PutItem on tasks',
  // An utterance that could not be transcribed is kept for later.
  'media: write in recordings',
  // Viewings are moved and refused by one function here; the others have the same tools.
  ...['late-reply', 'media'].flatMap((name) => [
    `${name}: GetItem on viewings`,
    `${name}: UpdateItem on viewings`,
    `${name}: take back remind-`,
    `${name}: PutItem on tasks`,
  ]),
  // Homes that fit wishes have a world of their own.
  ...alertRights,
  // WhatsApp refuses an alert to a contact who opted out at Twilio.
  'tell: PutItem on opt_outs',
  // The late answer books a home that an earlier one found.
  'late-reply: Query by_offer on listings',
  'late-reply: BatchGetItem on listings',
  'late-reply: take back late-',
  // Agendas are told in the morning alone.
  'tell: GetItem on days',
  'tell: Query by_due on tasks',
];

/** Conversations that use the tools, and that leave a call before its end. */
const telling = ['callback', 'transfer-answered'];

const message = 'שלום, מדבר דוד כהן, אני מחפש דירה להשכרה בתל אביב';

const searching = 'דירת שלושה חדרים להשכרה בתל אביב עד תשעת אלפים שקל';
const [CALLER, WRITER] = ['+972500000076', '+972500000079'];
const [SPEAKER, REFUSER, UNHEARD] = ['+972500000081', '+972500000082', '+972500000083'];
const OPTED_OUT = 21_610;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const phoneOf = (number: string) => exchange().whatsApp.customer(number);

/** Runs a conversation beside others; other tests measure its silences. */
async function problemsOf(conversation: Conversation) {
  const afterwards = { ...conversation.afterwards, longestDeadAirMs: 60_000 };
  const place = placeIn({ ...world, exchange: exchange() });
  return (await runConversation(place, { ...conversation, afterwards }, { keepsViewings: true }))
    .problems;
}

/** Two days on which homes are shown, as callers name them. */
function days() {
  const [first = '', second = ''] = ['{next_workday}', '{second_workday}'].map((name) =>
    inHebrew(name, Date.now()),
  );
  return { first, second };
}

/** Writes messages one after the other, each once the one before is answered. */
async function write(contact: string, texts: readonly string[]) {
  const written: string[] = [];
  for (const text of texts) {
    const { messageSid, posted } = phoneOf(contact).write({ text });
    await posted;
    written.push(messageSid);
  }
  return written;
}

/** Has nobody write in a chat for as long as its card waits. */
async function fallQuiet(contact: string) {
  const UpdateExpression =
    'SET card_at = :now, chat_at = if_not_exists(chat_at, :now), uncarded = :uncarded';
  const ExpressionAttributeValues = { ':now': Date.now() - 60 * MINUTE_MS, ':uncarded': UNCARDED };
  const TableName = 'leads';
  await office.db.send(
    new UpdateCommand({ TableName, Key: { contact }, UpdateExpression, ExpressionAttributeValues }),
  );
}

async function viewingsOf(contact: string) {
  return (await office.viewings.ofContact(contact, Date.now())).map(({ status }) => status);
}

async function optedOut(contact: string) {
  const lead = await waitUntil(
    () => office.leads.find(contact),
    (found) => found?.opted_out_at !== undefined,
    30_000,
  );
  expect(lead).toHaveProperty('opted_out_at');
}

function exchange() {
  if (!world.exchange) throw new Error('This world has no exchange.');
  return world.exchange;
}

describe('with the rights that it has on AWS, and no others, the product', () => {
  test('says that it is ready', async () => {
    expect((await fetch(`${world.url}/readyz`)).status).toBe(200);
  });

  test('answers messages, has visits booked, moved and refused, and keeps a photograph', async () => {
    const { first, second } = days();
    const chosen = `כן, ביום ${second} בשתיים`;
    const [written] = await write(WRITER, [searching, `כן, ביום ${first} בשתיים`]);
    await write(WRITER, ['אפשר להזיז את הביקור?', `ליום ${second} בשתיים`]);
    await write(WRITER, [`תתקשרו אליי ביום ${first} בתשע`]);
    await write('+972500000080', [searching, chosen]);
    await phoneOf(WRITER).repost(written ?? '').posted;
    const photo = {
      contentType: 'image/jpeg',
      bytes: Buffer.from('/9j/4AAQSkZJRgABAQ==', 'base64'),
    };
    await phoneOf(WRITER).write({ text: 'זאת הדירה', media: [photo] }).posted;
    expect(await viewingsOf(WRITER)).toEqual(['cancelled', 'booked']);
    expect(await viewingsOf('+972500000080')).toEqual([]);
  });

  test('hears that a contact does not want replies', async () => {
    phoneOf(REFUSER).behave({ refusal: OPTED_OUT });
    await phoneOf(REFUSER).write({ text: 'שלום' }).posted;
    await optedOut(REFUSER);
  });
});

describe.concurrent('in its calls, it', () => {
  test.each(readConversations(OWN_CONVERSATIONS).filter(({ name }) => telling.includes(name)))(
    'has the conversation $name',
    async (conversation) => expect(await problemsOf(conversation)).toEqual([]),
  );

  test('books a visit for a caller who wants to read of it', async () => {
    const problems = await problemsOf({
      name: 'agreeing',
      about: 'A caller books a visit, and agrees to be written to.',
      from: CALLER,
      steps: [
        { say: 'דירת שלושה חדרים להשכרה בתל אביב עד שמונת אלפים שקל' },
        { say: 'כן, ביום {next_workday} בעשר' },
        { say: 'כן, בבקשה' },
      ],
      afterwards: {
        viewings: [{ at: { moment: '{next_workday} 10:00' } }],
        lead: { consent_at: { present: true } },
      },
    });
    expect(problems).toEqual([]);
  });

  test('rescues a caller from a mute stream, and has the words of the voicemail', async () => {
    const { ended } = placeScriptedCall(
      { ...world, exchange: exchange() },
      {
        from: '+972500000077',
        // The caller speaks once to a stream without an answer, and once after the beep.
        steps: [{ say: message }, { say: message }, { hangUp: true }],
        trouble: { stream: { fault: 'mute' } },
      },
    );
    const { report } = await ended;
    const { turns } = await waitUntil(
      () => world.crm.ofCall(report.callSid),
      (records) => records.turns.some(({ transcription }) => transcription === 'done'),
      30_000,
    );
    expect(turns.map(({ mode }) => mode)).toContain('recording');
  });

  test('connects a caller again whose stream was refused', async () => {
    const { ended } = placeScriptedCall(
      { ...world, exchange: exchange() },
      {
        from: '+972500000078',
        steps: [{ say: message }, { listen: true }, { hangUp: true }],
        trouble: { stream: { fault: 'refused', status: 503, times: 1 } },
      },
    );
    const { report } = await ended;
    const { callLog } = await world.crm.ofCall(report.callSid);
    expect(callLog).toMatchObject({ gen: 2, losses: 1 });
  });
});

test('it writes after a call and before a visit, also where that is due twice', async () => {
  for (const contact of [CALLER, WRITER]) {
    phoneOf(contact).behave({ refusal: OPTED_OUT });
    // Two failures take long enough that another attempt finds it being sent.
    phoneOf(contact).faults.set('create-message', 'server-error', 2);
  }
  const [call] = await office.interactions.recent(CALLER, 1);
  const followUp = { callSid: call?.external_sid };
  await Promise.all([1, 2].map(() => world.lambda.invoke('follow-up', followUp)));
  await optedOut(CALLER);
  const [, viewing] = await office.viewings.ofContact(WRITER, Date.now());
  const reminder = viewing && viewingReminder(neverQuiet, viewing, Date.now());
  await Promise.all([1, 2].map(() => world.lambda.invoke('remind', reminder?.input)));
  await optedOut(WRITER);
});

test('it answers a voice note at once, and late one that Twilio kept to itself for a while', async () => {
  const { first } = days();
  const speaker = phoneOf(SPEAKER);
  await speaker.write({ media: [await voiceNote(searching, world)] }).posted;
  speaker.faults.set('message-media', 'server-error', 2);
  await speaker.write({ media: [await voiceNote(`כן, ביום ${first} בשלוש`, world)] }).posted;
  world.scheduler.skip(2 * MINUTE_MS);
  const isPutOffAgain = (name: string) => /^late-.*-2$/.test(name);
  const names = await waitUntil(
    office.schedules.names,
    (standing) => standing.some(isPutOffAgain),
    30_000,
  );
  expect(names.filter(isPutOffAgain)).toHaveLength(1);
  world.scheduler.skip(5 * MINUTE_MS);
  const viewings = await waitUntil(
    () => viewingsOf(SPEAKER),
    (booked) => booked.length > 0,
    30_000,
  );
  expect(viewings).toEqual(['booked']);
});

test('it finds a message whose webhook was lost', async () => {
  const customer = phoneOf(UNHEARD);
  const isLost = { webhookFaults: 'lost', faultyUrls: 'inbound' } as const;
  const { messageSid, posted } = customer.write({ text: 'שלום' }, { switches: isLost });
  await posted;
  customer.letPass(60 * MINUTE_MS);
  await world.lambda.invoke('reconcile', {});
  expect(await office.schedules.names()).toContain(lateReplyName(messageSid));
});

test('it tells the office, serves a person of the office, and sums up a chat that fell quiet', async () => {
  const [dana] = samplePeople;
  if (!dana) throw new Error('The office has no people.');
  const at = Date.now();
  const owed = {
    id: 'SM1-owner',
    kind: 'owner_lead',
    contact: WRITER,
    assigned_to: dana.id,
  } as const;
  const terms = { due_at: at, created_at: at, updated_at: at, state: 'open' } as const;
  await office.tasks.open({ ...owed, ...terms, channel: 'whatsapp' });
  const shownAt = at + 30 * 3_600_000;
  await office.viewings.book({
    id: viewingId('TA-101', shownAt),
    contact: '+972500000084',
    listing_id: 'TA-101',
    broker_id: dana.id,
    at: shownAt,
    status: 'booked',
    source_id: `CA${'0'.repeat(32)}-001-0001-1`,
    created_at: at,
  });
  const isTold = async () =>
    ((await office.tasks.find(owed.id))?.told?.length ?? 0) > 0 && world.ses.mails.length > 0;
  // A process of the office knows its settings for a minute.
  const quiet = () => fallQuiet(WRITER).then(() => world.lambda.invoke('tell', {}));
  await Promise.all([quiet(), waitUntil(isTold, Boolean, 90_000)]);
  expect(await isTold()).toBe(true);
  expect((await office.leads.find(WRITER))?.card).toBeDefined();
  const [told] = (await office.tasks.find(owed.id))?.told ?? [];
  const repliesTo = (await dynamoStaffMessages(office.db).find(told?.id ?? ''))?.sid;
  await phoneOf(dana.phone).write({ button: staffReplies.take, repliesTo }).posted;
  expect(await office.tasks.find(owed.id)).toMatchObject({ taken_by: dana.id });
  await write(dana.phone, ['היום', 'אני על זה']);
}, 200_000);

test('it imports homes from an address, and keeps the report', async () => {
  const site = createServer((_, response) =>
    response.end('id,deal,city,rooms,price\nU1,rent,אילת,3,5000'),
  );
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const { port } = site.address() as AddressInfo;
  const settings = dynamoOfficeSettings(office.db);
  const { version, texts } = await settings.read();
  const listings_url = `http://127.0.0.1:${port}/homes.csv`;
  await settings.write({ version, texts: { ...texts, listings_url } }, Date.now());
  await world.lambda.invoke('import-listings', {});
  site.close();
  expect(await dynamoSourceReports(office.db).last()).toMatchObject({ added: 1 });
});

test('it shows a broker the viewings of their calendar', async () => {
  const brokers = dynamoBrokers(office.db);
  const dana = person(2, { id: 'with-calendar' });
  const { key, hash } = newCalendarKey(dana);
  await brokers.put({ ...dana, calendar_hash: hash });
  const at = Date.now() + DAY_MS;
  const shown = { listing_id: 'TA-103', broker_id: dana.id, contact: '+972500000084', at };
  const id = viewingId(shown.listing_id, at);
  const rest = { status: 'booked', source_id: `CA${'f'.repeat(32)}-1`, created_at: at } as const;
  await office.viewings.book({ ...shown, id, ...rest });
  const answer = await fetch(`${world.url}${routes['viewing-calendar'].path}?feed=${key}`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/calendar; charset=utf-8',
  ]);
  expect(await answer.text()).toContain(`UID:CA${'f'.repeat(32)}-1@viewings`);
});

test('it asked for nothing that it has no right to', () => {
  expect([...guard.refused]).toEqual([]);
});

test('and every right was for something', () => {
  expect(guard.unused().filter((right) => !inTrouble.includes(right))).toEqual([]);
});
