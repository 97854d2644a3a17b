import { expect, test } from 'vitest';
import { createGoogleStandIn, type GoogleStandInOptions } from '#local/google/text-to-speech.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { type GoogleVoiceOptions, googleVoice } from '#shared/adapters/google-voice.ts';
import { DeadlineExceeded, InvalidInput, VendorFailed } from '#shared/errors.ts';

const FIRST = 'בשמחה, דירה להשכרה בתל אביב.';
const SECOND = 'כמה חדרים מחפשים?';
/** What the test's voice says: as many steady seconds as the sentence has words. */
const BYTES_PER_WORD = 8_000;

test('speaks sentences in order, as bare μ-law', async () => {
  await using world = await openWorld();
  const { audio, failure } = await world.listen(from(FIRST, SECOND));
  expect(failure).toBeUndefined();
  expect(audio.length).toBe(8 * BYTES_PER_WORD);
  expect(world.phrasebook.recognise(audio)).toBe(`${FIRST} ${SECOND}`);
  expect(world.google.requests).toEqual([
    { operation: 'stream', texts: [FIRST, SECOND], cancelled: false },
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
  expect(await world.listen(from())).toEqual({ audio: Buffer.alloc(0), failure: undefined });
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
  await expect(world.voice({ warmUp: 80 }).warm()).rejects.toThrow(DeadlineExceeded);
});

test.for(['RESOURCE_EXHAUSTED', 'INTERNAL', 'UNAVAILABLE'] as const)(
  'says that Google answered %s',
  async (status) => {
    await using world = await openWorld();
    world.google.faults.set('stream', { kind: 'status', status });
    const { failure } = await world.listen(from(FIRST));
    expect(failure).toBeInstanceOf(VendorFailed);
    expect(failure?.message).toBe(`google: answered ${status}`);
    expect(world.google.requests).toHaveLength(1);
  },
);

test('gives up a stream without a first sound', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'hang' });
  const { failure } = await world.listen(from(FIRST), { firstAudio: 300 });
  expect(failure).toBeInstanceOf(DeadlineExceeded);
  expect(failure?.message).toBe('google: nothing within the first audio deadline of 300 ms');
  await expect.poll(() => world.google.requests[0]?.cancelled).toBe(true);
});

test('gives up a stream that stops in the middle of its audio', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'hang-midway' });
  const { audio, failure } = await world.listen(from(FIRST), { nextAudio: 80 });
  expect(audio.length).toBe(1_600);
  expect(failure?.message).toBe('google: nothing within the next audio deadline of 80 ms');
  await expect.poll(() => world.google.requests[0]?.cancelled).toBe(true);
});

test('gives up a stream that lasts for too long', async () => {
  await using world = await openWorld();
  const { failure } = await world.listen(from(FIRST), { wholeTurn: 60 });
  expect(failure?.message).toBe('google: nothing within the whole turn deadline of 60 ms');
});

test('says that Google broke off when the connection drops in the middle', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'drop' });
  const { failure } = await world.listen(from(FIRST));
  expect(failure).toBeInstanceOf(VendorFailed);
  expect(failure).not.toBeInstanceOf(DeadlineExceeded);
});

test('speaks again over a new connection after one was dropped', async () => {
  await using world = await openWorld();
  const voice = world.voice();
  world.google.faults.set('stream', { kind: 'drop' }, 1);
  await expect(Array.fromAsync(voice.speak(from(FIRST), signal()))).rejects.toThrow(VendorFailed);
  const audio = await Array.fromAsync(voice.speak(from(SECOND), signal()));
  expect(Buffer.concat(audio).length).toBe(3 * BYTES_PER_WORD);
});

test('says that Google aborted a stream to which nothing was said for too long', async () => {
  await using world = await openWorld({ maxIdleMs: 300 });
  const sentences = (async function* () {
    yield FIRST;
    await new Promise(() => {});
  })();
  const { audio, failure } = await world.listen(sentences);
  expect(audio.length).toBe(5 * BYTES_PER_WORD);
  expect(failure?.message).toBe('google: answered ABORTED');
});

test('does not hold audio for late that nobody has fetched', async () => {
  await using world = await openWorld();
  let bytes = 0;
  for await (const audio of world.voice({ nextAudio: 300 }).speak(from(FIRST, SECOND), signal())) {
    if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 500));
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

test('cancels the stream and stops the thinking when nobody listens any more', async () => {
  await using world = await openWorld();
  let stopped = false;
  const sentences = (async function* () {
    try {
      while (true) yield FIRST;
    } finally {
      stopped = true;
    }
  })();
  for await (const _ of world.voice().speak(sentences, signal())) break;
  await expect.poll(() => stopped && world.google.requests[0]?.cancelled).toBe(true);
});

test('says what could be thought to its end, then passes on the failure', async () => {
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

test('says that a stream without audio failed', async () => {
  await using world = await openWorld({}, async () => new Uint8Array(0));
  const { failure } = await world.listen(from(FIRST));
  expect(failure?.message).toBe('google: gave no audio');
});

test('wants credentials for every host but this one', () => {
  const config = { endpoint: 'texttospeech.googleapis.com:443', voice: '', speakingRate: 1 };
  expect(() => googleVoice({ config })).toThrow(InvalidInput);
  expect(() => googleVoice({ config, credentialsJson: '{"type":"service_account"}' })).toThrow(
    InvalidInput,
  );
});

async function openWorld(
  latencies: GoogleStandInOptions['latencies'] = {},
  speak: (text: string) => Promise<Uint8Array> = toneByWord,
) {
  const phrasebook = createPhrasebook();
  const google = await createGoogleStandIn({
    voice: { speak },
    phrasebook,
    latencies: { firstAudioMs: 0, ...latencies },
  });
  await using opened = new AsyncDisposableStack();
  opened.use(google);
  const config = { endpoint: google.endpoint, voice: 'he-IL-Chirp3-HD-Kore', speakingRate: 1 };
  const voice = (deadlinesMs: GoogleVoiceOptions['deadlinesMs'] = {}) =>
    worldParts.use(googleVoice({ config, deadlinesMs }));
  const worldParts = opened.move();
  return {
    google,
    phrasebook,
    voice,
    async listen(
      sentences: AsyncIterable<string>,
      deadlinesMs?: GoogleVoiceOptions['deadlinesMs'],
    ) {
      const heard: Uint8Array[] = [];
      let failure: Error | undefined;
      try {
        for await (const audio of voice(deadlinesMs).speak(sentences, signal())) heard.push(audio);
      } catch (error) {
        failure = error as Error;
      }
      return { audio: Buffer.concat(heard), failure };
    },
    [Symbol.asyncDispose]: () => worldParts[Symbol.asyncDispose](),
  };
}

async function toneByWord(text: string): Promise<Uint8Array> {
  return Buffer.concat(
    text.split(' ').map((word) => {
      const step = 1 + (Buffer.from(word).reduce((sum, byte) => sum + byte, 0) % 97);
      return Uint8Array.from({ length: BYTES_PER_WORD }, (_, i) => (i * step) % 120);
    }),
  );
}

async function* from(...sentences: string[]): AsyncGenerator<string> {
  yield* sentences;
}

function signal(): AbortSignal {
  return new AbortController().signal;
}
