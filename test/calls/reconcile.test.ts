import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { caller } from 'twilio-exchange/test/world.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#local/polling.ts';
import type { CallRecords } from '#local/world/crm.ts';
import { s3HeldFiles } from '#shared/adapters/aws/held-files.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoContactJoins } from '#shared/adapters/dynamo/contact-joins.ts';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { twilioCopies } from '#shared/adapters/twilio/copies.ts';
import { erase } from '#shared/crm/erase.ts';
import { turnIdOf } from '#shared/domain/calls/recording-name.ts';
import { firstLateReply } from '#shared/domain/messages/late-reply.ts';
import { messageKey, receivedMessage } from '#shared/domain/messages/message.ts';
import { openMessagesWorld } from '../messages/messages-world.ts';

const HOUR_MS = 60 * 60_000;
const words = 'שלום, אני מחפש דירה להשכרה בתל אביב';

let world: Awaited<ReturnType<typeof openMessagesWorld>>;
beforeAll(async () => {
  world = await openMessagesWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(async () => {
  world.openai.faults.clear();
  world.exchange.restFaults.clear();
  world.exchange.whatsApp.faults.clear();
  await world.store.setFault('none');
});

const reconcile = () => world.lambda.invoke('reconcile', {});
const settled = (callSid: string, isSettled: (records: CallRecords) => boolean) =>
  waitUntil(() => world.crm.ofCall(callSid), isSettled, 15_000);
const isTranscribed = ({ callLog }: CallRecords) => callLog?.transcript !== undefined;

test('a voicemail of a call whose webhooks were all lost ends in the CRM', async () => {
  const message = await world.messageLeft(words, { isTold: false });
  await reconcile();
  const { callLog, interaction, turns } = await settled(message.callSid, isTranscribed);
  expect(callLog).toMatchObject({
    from_number: caller,
    to_number: '+97233000000',
    contact: caller,
    status: 'completed',
    control: 'ended',
    duration_s: expect.any(Number),
    recording_sid: message.recordingSid,
    transcript: expect.stringContaining(words),
  });
  expect(interaction).toMatchObject({ from_id: caller, contact: caller, status: 'received' });
  expect(interaction?.created_at).toBe(callLog?.created_at);
  expect(turns).toMatchObject([{ id: turnIdOf(message), mode: 'recording', user_text: words }]);
});

test('a call that the CRM still takes for living is closed, with the words that were said in it', async () => {
  const { callSid } = await world.messageLeft(words, { isTold: false });
  const [calls, watches] = [dynamoCallLogs(world.db), dynamoCallWatches(world.db)];
  await calls.open({ callSid, from: caller, to: '+97233000000', status: 'ringing' }, 1);
  await watches.arm(callSid, 1, Date.now() + HOUR_MS);
  const turn = { call_sid: callSid, id: '001-0001', mode: 'live', started_at: 2 } as const;
  await world.turns.insert({ ...turn, user_text: 'מה שלומכם' });
  await reconcile();
  const { callLog, watch } = await world.crm.ofCall(callSid);
  expect(callLog).toMatchObject({ status: 'completed', control: 'ended', created_at: 1 });
  expect(callLog?.transcript).toContain('מה שלומכם');
  expect(watch).toBeUndefined();
});

test('an adopted call is left alone in the hours after', async () => {
  const { callSid } = await world.messageLeft(words, { isTold: false });
  const wordless = await world.wordlessCall();
  await reconcile();
  const before = await settled(callSid, isTranscribed);
  const asked = world.transcriptions();
  await reconcile();
  await reconcile();
  expect(await world.crm.ofCall(callSid)).toEqual(before);
  expect(world.transcriptions()).toBe(asked);
  await expect.poll(() => world.counted('CallsAdopted', callSid)).toBe(1);
  await expect.poll(() => world.counted('CallsAdopted', wordless)).toBe(1);
  await expect.poll(() => world.counted('MessagesAdopted', callSid)).toBe(1);
});

test('a call that goes on is left to its webhooks', async () => {
  const { call } = await world.messageBegun(false);
  await reconcile();
  expect((await world.crm.ofCall(call.callSid)).callLog).toBeUndefined();
  call.hangUp();
  await call.ended;
});

test('a call that was erased is never filled again', async () => {
  const message = await world.messageLeft(words, { isTold: false });
  const { callSid } = message;
  const erased = { call_sid: callSid, erased_at: 1, created_at: 1, updated_at: 1 };
  await world.db.send(new PutCommand({ TableName: 'call_log', Item: erased }));
  await reconcile();
  expect(await world.recordings.has(message)).toBe(false);
  const { callLog, turns, interaction } = await world.crm.ofCall(callSid);
  expect([callLog, turns, interaction]).toEqual([erased, [], undefined]);
});

test('a hand-over that nobody took is a task, also where Twilio told of no end', async () => {
  const { callSid } = await world.messageLeft(words, { isTold: false });
  const row = { hand_over: { phones: ['+97231234567'], at: 1, reason: 'החוזה' } };
  const known = { call_sid: callSid, contact: caller, from_number: caller, gen: 1 };
  const times = { created_at: 1, updated_at: 1 };
  const Item = { ...known, ...times, ...row, control: 'human', ring: 0 };
  await world.db.send(new PutCommand({ TableName: 'call_log', Item }));
  await reconcile();
  await reconcile();
  const { tasks } = await world.crm.ofCall(callSid);
  expect(tasks.filter(({ kind }) => kind === 'hand_over_missed')).toMatchObject([
    { contact: caller, words: expect.stringContaining('החוזה') },
  ]);
});

test('an erased call is not brought back from Twilio’s lists', async () => {
  const { callSid } = await world.messageLeft(words, { isTold: false });
  await reconcile();
  await settled(callSid, isTranscribed);
  const { env, db, exchange, turns } = world;
  const config = { group: 'default', target: undefined };
  const copies = twilioCopies(
    { accountSid: env.TWILIO_ACCOUNT_SID, apiBaseUrl: exchange.apiBaseUrl },
    { twilioAuthToken: env.TWILIO_AUTH_TOKEN },
  );
  const parts = {
    crm: dynamoCrm(db),
    calls: dynamoCallLogs(db),
    turns,
    watches: dynamoCallWatches(db),
    leads: dynamoLeads(db),
    joins: dynamoContactJoins(db),
    files: s3HeldFiles('recordings'),
    schedules: eventbridgeScheduler(config),
    // This world holds no written messages.
    copies: { ...copies, messagesWith: async () => [] },
  };
  const erased = await erase(parts, caller, Date.now());
  expect(erased).toMatchObject({ turns: expect.any(Number), lead: 1 });
  const { callLog: mark } = await world.crm.ofCall(callSid);
  await reconcile();
  expect(await world.crm.ofCall(callSid)).toEqual({
    callLog: mark,
    turns: [],
    tasks: [],
    interaction: undefined,
    watch: undefined,
  });
  expect(Object.keys(mark ?? {}).toSorted()).toEqual([
    'call_sid',
    'created_at',
    'erased_at',
    'updated_at',
  ]);
  expect(await parts.files.list(`recordings/${callSid}/`)).toEqual([]);
  expect(await copies.recordingsOf(callSid)).toEqual([]);
});

test('a voicemail in S3 without a transcript gets one, also where it was given up', async () => {
  world.openai.faults.set('transcribe', { kind: 'status', status: 500 });
  const message = await world.messageLeft(words);
  const id = turnIdOf(message);
  const isPutOff = ({ turns: [turn] }: CallRecords) =>
    turn !== undefined && turn.pending_until === undefined;
  const { turns } = await settled(message.callSid, isPutOff);
  await world.turns.update({
    call_sid: message.callSid,
    id,
    started_at: (turns[0]?.started_at ?? 0) - HOUR_MS,
    transcription: 'failed',
  });
  world.openai.faults.clear();
  await reconcile();
  const healed = await settled(message.callSid, isTranscribed);
  expect(healed.turns).toMatchObject([{ id, user_text: words, transcription: 'done' }]);
});

test('a voicemail that cannot be fetched stops no other, is counted, and comes in the next hour', async () => {
  const first = await world.messageLeft('ראשון', { isTold: false });
  const second = await world.messageLeft('שני', { isTold: false });
  world.exchange.restFaults.set('recording-media', 'server-error', 1);
  await reconcile();
  const sids = [first.callSid, second.callSid];
  const failures = () => sids.map((callSid) => world.counted('ReconcileFailures', callSid));
  await expect.poll(() => failures().toSorted()).toEqual([0, 1]);
  await reconcile();
  for (const { callSid } of [first, second]) {
    expect((await settled(callSid, isTranscribed)).turns).toHaveLength(1);
  }
});

test.each(['list-calls', 'list-recordings'] as const)(
  'where Twilio refuses %s, that is counted, and the other list is read',
  async (operation) => {
    const message = await world.messageLeft(words, { isTold: false });
    const failures = () => world.counted('ReconcileFailures', 'not-listed');
    const before = failures();
    world.exchange.restFaults.set(operation, 'server-error', 1);
    await reconcile();
    await expect.poll(failures).toBe(before + 1);
    const records = await settled(message.callSid, ({ callLog }) => callLog !== undefined);
    expect(records.callLog).toBeDefined();
  },
);

describe('a written message', () => {
  /** Writes a message, so long ago, that Twilio takes and does not deliver. */
  async function write(agoMs: number) {
    const customer = world.exchange.whatsApp.customer(caller);
    const { messageSid, posted } = customer.write({ text: words });
    await posted;
    customer.letPass(agoMs);
    return messageSid;
  }
  /** Enters a message in the CRM as its webhook would have. */
  const enter = async (messageSid: string) => {
    const [from, to] = [`whatsapp:${caller}`, `whatsapp:${world.env.WHATSAPP_SENDER}`];
    const received = { messageSid, from, to, text: words };
    return interactions().enter(receivedMessage(received, Date.now() - HOUR_MS, 'the webhook'));
  };
  const interactions = () => dynamoInteractions(world.db);
  const lookedAfter = async (messageSid: string) =>
    (await world.schedules()).includes(firstLateReply(messageSid, 0).name);
  const reply = { by: 'the webhook', at: 1, replyText: 'שלום!', sendingUntil: 2 };

  test('of a person of the office that was answered is left alone, whatever Twilio reported', async () => {
    const messageSid = await write(HOUR_MS);
    const [from, to] = [`whatsapp:${caller}`, `whatsapp:${world.env.WHATSAPP_SENDER}`];
    const received = receivedMessage({ messageSid, from, to, text: words }, 1, 'the webhook');
    const { contact: _, ...row } = received;
    const entered = await interactions().enter({
      ...row,
      broker_id: 'p2',
      media_type: 'audio/ogg',
    });
    await interactions().settle(entered, { by: 'the webhook', at: 1, unanswered: 'staff' });
    await reconcile();
    expect(await lookedAfter(messageSid)).toBe(false);
  });

  test('whose webhook was lost is followed up once, as if it came now', async () => {
    const messageSid = await write(HOUR_MS);
    await reconcile();
    expect(await lookedAfter(messageSid)).toBe(true);
    await reconcile();
    await expect.poll(() => world.counted('ReconcileFailures', messageSid)).toBe(0);
  });

  test('of a minute ago is left to its webhook', async () => {
    const messageSid = await write(60_000);
    await reconcile();
    expect(await lookedAfter(messageSid)).toBe(false);
  });

  test('that was delivered but never answered is followed up', async () => {
    const messageSid = await write(HOUR_MS);
    await enter(messageSid);
    await reconcile();
    expect(await lookedAfter(messageSid)).toBe(true);
  });

  test('that was answered, although the answer was not noted, is followed up', async () => {
    const messageSid = await write(HOUR_MS);
    await interactions().settle(await enter(messageSid), reply);
    await reconcile();
    expect(await lookedAfter(messageSid)).toBe(true);
  });

  test('that was answered, or is to stay unanswered, is left alone', async () => {
    const sids = [await write(HOUR_MS), await write(HOUR_MS), await write(HOUR_MS)] as const;
    const [answered, unanswered, alongside] = sids;
    await interactions().settle(await enter(answered), reply);
    await interactions().raise(messageKey(answered), { status: 'sent' });
    const settlement = { by: 'the webhook', at: 1 };
    const optedOut = { ...settlement, unanswered: 'opted-out' } as const;
    await interactions().settle(await enter(unanswered), optedOut);
    const together = { ...settlement, answeredWith: answered };
    await interactions().settle(await enter(alongside), together);
    await reconcile();
    expect(await Promise.all(sids.map(lookedAfter))).toEqual([false, false, false]);
  });

  test('is counted where Twilio does not list it, and found in the next hour', async () => {
    const messageSid = await write(HOUR_MS);
    const failures = () => world.counted('ReconcileFailures', 'not-listed');
    const before = failures();
    world.exchange.whatsApp.faults.set('list-messages', 'server-error', 1);
    await reconcile();
    await expect.poll(failures).toBe(before + 1);
    await reconcile();
    expect(await lookedAfter(messageSid)).toBe(true);
  });
});
