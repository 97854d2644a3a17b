import { expect, test } from 'vitest';
import { googleVoice } from '#shared/adapters/google/voice.ts';
import { DeadlineExceeded, InvalidInput } from '#shared/errors.ts';
import { expiredDeadline } from './expired-deadline.ts';
import { BYTES_PER_WORD, from, KORE, openWorld, withPause } from './google-world.ts';
import { signal } from './signal.ts';

const FIRST = 'בשמחה, דירה להשכרה בתל אביב.';
const SECOND = 'כמה חדרים מחפשים?';

test('speaks sentences in order, as bare μ-law', async () => {
  await using world = await openWorld();
  const { audio, failure } = await world.listen(from(FIRST, SECOND));
  expect(failure).toBeUndefined();
  expect(audio.length).toBe(8 * BYTES_PER_WORD);
  expect(world.phrasebook.recognise(audio)).toBe(`${FIRST} ${SECOND}`);
  expect(world.google.requests).toEqual([
    { operation: 'stream', voice: KORE, texts: [FIRST, SECOND], cancelled: false },
  ]);
});

test('speaks a sentence while the next is still being thought', async () => {
  await using world = await openWorld();
  const thinking = Promise.withResolvers<void>();
  const sentences = (async function* () {
    yield FIRST;
    await thinking.promise;
    yield SECOND;
  })();
  let bytes = 0;
  for await (const audio of world.voice().speak(sentences, signal())) {
    bytes += audio.length;
    if (bytes === 5 * BYTES_PER_WORD) thinking.resolve();
  }
  expect(bytes).toBe(8 * BYTES_PER_WORD);
});

test('asks nothing of Google when there is nothing to say', async () => {
  await using world = await openWorld();
  const { audio, failure } = await world.listen(from());
  expect(failure).toBeUndefined();
  expect(audio).toHaveLength(0);
  expect(world.google.requests).toHaveLength(0);
});

test('warms its channel with a question that costs nothing', async () => {
  await using world = await openWorld();
  await world.voice().warm();
  expect(world.google.requests.map(({ operation }) => operation)).toEqual(['voices']);
});

test('says that a channel could not be warmed, at a deadline', async () => {
  await using world = await openWorld();
  world.google.faults.set('voices', { kind: 'hang' });
  await expect(world.voice({ deadlinesMs: { warmUp: 80 } }).warm()).rejects.toThrow(
    DeadlineExceeded,
  );
});

test('gives up a stream that stops in the middle of its audio', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'hang-midway' });
  const { failure } = await world.listen(
    from(FIRST),
    world.voice({ deadlinesMs: { nextAudio: 80 } }),
  );
  expect(failure).toBeUndefined();
  await expect.poll(() => world.google.requests[0]?.cancelled).toBe(true);
});

test('gives up a stream that lasts for too long', async () => {
  await using world = await openWorld();
  const { failure } = await world.listen(
    from(FIRST),
    world.voice({ deadlinesMs: { wholeTurn: 60 } }),
  );
  expect(failure?.message).toBe('google: nothing within the whole turn deadline of 60 ms');
});

test('speaks over a new connection after one was dropped in the middle of its audio', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'drop' }, 1);
  const { audio, failure } = await world.listen(from(FIRST));
  expect(failure).toBeUndefined();
  expect(world.phrasebook.recognise(audio.subarray(-5 * BYTES_PER_WORD))).toBe(FIRST);
});

test('goes on with a new stream after a pause in the thinking', async () => {
  await using world = await openWorld();
  const voice = world.voice({ deadlinesMs: { nextSentence: 80 } });
  const { text, failure } = await world.listen(
    withPause(FIRST, () => expiredDeadline(300), SECOND),
    voice,
  );
  expect(failure).toBeUndefined();
  expect(text).toBe(`${FIRST} ${SECOND}`);
  expect(world.google.requests).toEqual([
    { operation: 'stream', voice: KORE, texts: [FIRST], cancelled: false },
    { operation: 'stream', voice: KORE, texts: [SECOND], cancelled: false },
  ]);
});

test('goes on with a new stream after Google aborted one for the pause in it', async () => {
  await using world = await openWorld({ latencies: { maxIdleMs: 100 } });
  const pause = () => expiredDeadline(1_000);
  const { audio, text, failure } = await world.listen(withPause(FIRST, pause, SECOND));
  expect(failure).toBeUndefined();
  expect(text).toBe(`${FIRST} ${SECOND}`);
  expect(audio.length).toBe(8 * BYTES_PER_WORD);
  expect(world.google.requests.map(({ texts }) => texts)).toEqual([[FIRST], [SECOND]]);
});

test('leaves out sentences without letters or digits', async () => {
  await using world = await openWorld();
  const { text } = await world.listen(from('—', FIRST, '…', SECOND));
  expect(text).toBe(`${FIRST} ${SECOND}`);
  expect(world.google.requests[0]?.texts).toEqual([FIRST, SECOND]);
});

test('does not count the time in which its audio is not fetched', async () => {
  await using world = await openWorld();
  let bytes = 0;
  for await (const audio of world
    .voice({ deadlinesMs: { nextAudio: 500 } })
    .speak(from(FIRST, SECOND), signal())) {
    if (bytes === 0) await expiredDeadline(500);
    bytes += audio.length;
  }
  expect(bytes).toBe(8 * BYTES_PER_WORD);
});

test('cancels the stream and throws when the caller interrupts', async () => {
  await using world = await openWorld();
  const interruption = new AbortController();
  const speech = world.voice().speak(from(FIRST), interruption.signal)[Symbol.asyncIterator]();
  expect(await speech.next()).toMatchObject({ done: false });
  interruption.abort();
  await expect(speech.next()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  await expect.poll(() => world.google.requests[0]?.cancelled).toBe(true);
});

test('cancels the stream and stops the thinking when its listener leaves', async () => {
  await using world = await openWorld();
  let stopped = false;
  const sentences = (async function* () {
    try {
      for (;;) {
        yield FIRST;
        await expiredDeadline(20);
      }
    } finally {
      stopped = true;
    }
  })();
  for await (const _ of world.voice().speak(sentences, signal())) break;
  await expect.poll(() => stopped && world.google.requests[0]?.cancelled).toBe(true);
});

test('speaks all sentences before a failure of the thinking, then passes the failure on', async () => {
  await using world = await openWorld();
  const late = new DeadlineExceeded('openai', 'next words', 1_500);
  const sentences = (async function* () {
    yield FIRST;
    throw late;
  })();
  const { audio, failure } = await world.listen(sentences);
  expect(world.phrasebook.recognise(audio)).toBe(FIRST);
  expect(failure).toBe(late);
});

test('refuses a sentence that Google would refuse', async () => {
  await using world = await openWorld();
  const { failure } = await world.listen(from('א'.repeat(2_501)));
  expect(failure).toBeInstanceOf(InvalidInput);
});

test('opens without credentials, but not with invalid ones', () => {
  const config = {
    endpoint: 'texttospeech.googleapis.com:443',
    voice: '',
    fallbackVoice: '',
    speakingRate: 1,
  };
  expect(() => googleVoice({ config })).not.toThrow();
  expect(() => googleVoice({ config, credentialsJson: '{"type":"service_account"}' })).toThrow(
    InvalidInput,
  );
});
