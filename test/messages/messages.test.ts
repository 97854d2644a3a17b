import { toWav } from '@agent-locator/audio/wav.ts';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { caller } from 'twilio-exchange/test/world.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { objectCreated } from '#local/aws/s3/s3-event.ts';
import { waitUntil } from '#local/polling.ts';
import { type RecordingName, recordingKey, turnIdOf } from '#shared/domain/calls/recording-name.ts';
import { newSid } from '../twilio-requests.ts';
import { openMessagesWorld } from './messages-world.ts';

const MINUTE_MS = 60_000;
const words = 'שלום, אני מחפש דירה להשכרה בתל אביב';

let world: Awaited<ReturnType<typeof openMessagesWorld>>;
beforeAll(async () => {
  world = await openMessagesWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(async () => {
  world.openai.faults.clear();
  world.exchange.restFaults.clear();
  const { s3, scheduler, store } = world;
  await Promise.all([s3, scheduler, store].map((vendor) => vendor.setFault('none')));
});

/** Waits until the turn of a recording's words meets a condition, and returns it. */
async function turnOf(name: RecordingName, transcription: 'pending' | 'done' | 'failed' = 'done') {
  const read = async () =>
    (await world.crm.ofCall(name.callSid)).turns.find(({ id }) => id === turnIdOf(name));
  const turn = await waitUntil(read, (it) => it?.transcription === transcription, 15_000);
  expect(turn?.transcription).toBe(transcription);
  return turn;
}

/** Waits until a schedule stands. */
async function scheduled(name: string) {
  const names = await waitUntil(world.schedules, (all) => all.includes(name), 15_000);
  expect(names).toContain(name);
}

/** Waits until a schedule has fired. */
async function unscheduled(name: string) {
  const names = await waitUntil(world.schedules, (all) => !all.includes(name), 15_000);
  expect(names).not.toContain(name);
}

/** Returns the events about a recording that were given up. */
const deadLettersOf = (name: RecordingName) =>
  world.deadLetters
    .filter(({ functionName }) => functionName === 'transcribe-recording')
    .map(({ event }) => event as { key?: string })
    .filter(({ key }) => key === recordingKey(name));

/** Notifies the product, as S3 does, that a recording has arrived. */
const announce = (name: RecordingName) =>
  world.lambda.invoke(
    'transcribe-recording',
    objectCreated({
      ...{ bucket: 'recordings', key: recordingKey(name), size: 1, eTag: '', at: new Date() },
      sequence: 1,
    }),
  );

/** Puts a recording into S3, which notifies the product. */
const put = (name: RecordingName, said: string) =>
  world.recordings.put(name, toWav(world.audioOf(said)));

const newMessage = () => ({ callSid: newSid('CA'), recordingSid: newSid('RE') });

describe('a voicemail', () => {
  test('that one callback announces is in the CRM with its words and its caller', async () => {
    const message = await world.messageLeft(words);
    expect(await turnOf(message)).toMatchObject({ mode: 'recording', user_text: words });
    const { callLog, interaction } = await waitUntil(
      () => world.crm.ofCall(message.callSid),
      (records) => records.interaction?.text !== undefined,
      5_000,
    );
    expect(callLog).toMatchObject({ contact: caller, recording_sid: message.recordingSid });
    expect(callLog?.transcript).toContain(words);
    expect(interaction).toMatchObject({ contact: caller, from_id: caller, text: words });
    expect(interaction).toMatchObject({ channel: 'phone', to_id: callLog?.to_number });
  });

  test('is transcribed once, however often its arrival is announced at once', async () => {
    const before = world.transcriptions();
    const message = newMessage();
    await put(message, words);
    await Promise.all([announce(message), announce(message)]);
    expect(await turnOf(message)).toMatchObject({ user_text: words });
    await announce(message);
    // The second attempt looks again later, in case the first was lost.
    await scheduled(`transcribe-${message.recordingSid}-1`);
    world.scheduler.skip(MINUTE_MS);
    await unscheduled(`transcribe-${message.recordingSid}-1`);
    await announce(message);
    expect(world.transcriptions() - before).toBe(1);
  });

  test('is shown as waiting while it is transcribed', async () => {
    world.openai.faults.set('transcribe', { kind: 'hang' });
    const message = newMessage();
    await put(message, words);
    const waiting = await turnOf(message, 'pending');
    expect(waiting).toMatchObject({ mode: 'recording', user_text: '' });
    expect(waiting?.pending_until).toBeGreaterThan(Date.now());
    // The test does not wait a minute: it ends the lease as if its holder had been lost.
    await world.db.send(
      new UpdateCommand({
        TableName: 'call_turn',
        Key: { call_sid: message.callSid, id: turnIdOf(message) },
        UpdateExpression: 'SET pending_until = :lapsed',
        ExpressionAttributeValues: { ':lapsed': Date.now() - 1 },
      }),
    );
    world.openai.faults.clear();
    await announce(message);
    expect(await turnOf(message)).toMatchObject({ user_text: words });
  });

  test('is transcribed a minute, five or thirty minutes later when OpenAI is away', async () => {
    world.openai.faults.set('transcribe', { kind: 'status', status: 429 });
    const message = await world.messageLeft(words);
    const name = `transcribe-${message.recordingSid}`;
    await scheduled(`${name}-1`);
    expect(await turnOf(message, 'pending')).not.toHaveProperty('pending_until');
    world.scheduler.skip(MINUTE_MS - 10_000);
    expect(await world.schedules()).toContain(`${name}-1`);
    world.scheduler.skip(10_000);
    await scheduled(`${name}-2`);
    world.scheduler.skip(5 * MINUTE_MS);
    await scheduled(`${name}-3`);
    world.openai.faults.clear();
    world.scheduler.skip(30 * MINUTE_MS);
    expect(await turnOf(message)).toMatchObject({ user_text: words });
    expect(deadLettersOf(message)).toEqual([]);
  });

  test('that the CRM cannot take is transcribed a minute later', async () => {
    const message = newMessage();
    await world.store.setFault('down');
    await put(message, words);
    await scheduled(`transcribe-${message.recordingSid}-1`);
    await world.store.setFault('none');
    world.scheduler.skip(MINUTE_MS);
    expect(await turnOf(message)).toMatchObject({ mode: 'recording', user_text: words });
  });

  test('is given up after the fourth attempt: its turn, a metric and the dead letters say so', async () => {
    world.openai.faults.set('transcribe', { kind: 'status', status: 500 });
    const message = newMessage();
    await put(message, words);
    for (const [attempt, minutes] of [1, 5, 30].entries()) {
      await scheduled(`transcribe-${message.recordingSid}-${attempt + 1}`);
      world.scheduler.skip(minutes * MINUTE_MS);
    }
    expect(await turnOf(message, 'failed')).toMatchObject({ mode: 'recording', user_text: '' });
    const input = { key: recordingKey(message), attempt: 3 };
    await expect.poll(() => deadLettersOf(message)).toEqual([input]);
    await expect.poll(() => world.counted('TranscriptionsGivenUp', message.callSid)).toBe(1);

    // The dead letter is delivered again once OpenAI is back.
    world.openai.faults.clear();
    await world.lambda.invoke('transcribe-recording', input);
    expect(await turnOf(message)).toMatchObject({ user_text: words });
  });

  test.each(['not-found', 'server-error', 'truncated'] as const)(
    'that Twilio cannot give yet is fetched a minute later: %s',
    async (fault) => {
      world.exchange.restFaults.set('recording-media', fault);
      const message = await world.messageLeft(words);
      await scheduled(`fetch-${message.recordingSid}-1`);
      await expect.poll(() => world.answers.get(message.recordingSid)).toBe(204);
      world.exchange.restFaults.clear();
      world.scheduler.skip(MINUTE_MS);
      expect(await turnOf(message)).toMatchObject({ user_text: words });
    },
  );

  test.each(['down', 'hang'] as const)(
    'that S3 cannot keep is fetched later: %s',
    async (fault) => {
      await world.s3.setFault(fault);
      const message = await world.messageLeft(words);
      await scheduled(`fetch-${message.recordingSid}-1`);
      await expect.poll(() => world.answers.get(message.recordingSid)).toBe(204);
      await world.s3.setFault('none');
      world.scheduler.skip(MINUTE_MS);
      expect(await turnOf(message)).toMatchObject({ user_text: words });
    },
  );

  test('that is stored is not fetched again, even where Twilio could not give it', async () => {
    const message = await world.messageLeft(words);
    await turnOf(message);
    world.exchange.restFaults.set('recording-media', 'server-error');
    const input = { key: recordingKey(message), attempt: 3 };
    expect(await world.lambda.invoke('fetch-recording', input)).toEqual({ payload: null });
  });

  test('that can neither be fetched nor put off is refused, so that Twilio’s debugger shows it', async () => {
    world.exchange.restFaults.set('recording-media', 'server-error');
    await world.scheduler.setFault('down');
    const { recordingSid } = await world.messageLeft(words);
    await expect.poll(() => world.answers.get(recordingSid)).toBe(500);
  });

  test('of a call that was erased is neither fetched nor put into words', async () => {
    const { callSid, recordingSid } = newMessage();
    const erased = { call_sid: callSid, erased_at: 1, created_at: 1, updated_at: 1 };
    await world.db.send(new PutCommand({ TableName: 'call_log', Item: erased }));
    const before = world.transcriptions();
    await put({ callSid, recordingSid }, words);
    expect(await announce({ callSid, recordingSid })).toEqual({ payload: null });
    const another = { callSid, recordingSid: newSid('RE') };
    const input = { key: recordingKey(another), attempt: 1 };
    expect(await world.lambda.invoke('fetch-recording', input)).toEqual({ payload: null });
    expect(await world.schedules()).not.toContain(`fetch-${another.recordingSid}-2`);
    expect(world.transcriptions()).toBe(before);
    const { callLog, turns } = await world.crm.ofCall(callSid);
    expect([callLog, turns]).toEqual([erased, []]);
  });
});

describe('an utterance that was not understood during the call', () => {
  const newUtterance = () => ({ callSid: newSid('CA'), turnId: '001-0007' });

  test('gives its turn its words later, in that turn’s place among the others', async () => {
    const utterance = newUtterance();
    const turn = { call_sid: utterance.callSid, id: utterance.turnId, started_at: 7_000 };
    await world.turns.insert({ ...turn, mode: 'batch', user_text: '', t_total_ms: 900 });
    await put(utterance, words);
    expect(await turnOf(utterance)).toMatchObject({
      ...turn,
      mode: 'rescued',
      user_text: words,
      t_total_ms: 900,
    });
    const { callLog } = await waitUntil(
      () => world.crm.ofCall(utterance.callSid),
      (records) => records.callLog?.transcript !== undefined,
      5_000,
    );
    expect(callLog?.transcript).toContain(words);
  });

  test('becomes a turn where the call could not write one, and waits for OpenAI like a voicemail', async () => {
    world.openai.faults.set('transcribe', { kind: 'status', status: 500 });
    const utterance = newUtterance();
    await put(utterance, words);
    await scheduled(`transcribe-${utterance.callSid}-${utterance.turnId}-1`);
    world.openai.faults.clear();
    world.scheduler.skip(MINUTE_MS);
    expect(await turnOf(utterance)).toMatchObject({ mode: 'rescued', user_text: words });
  });
});
