import { expect, test } from 'vitest';
import { audioOfRiff } from '#shared/adapters/google/riff-header.ts';
import { audible } from '#shared/adapters/google/sound.ts';
import { DeadlineExceeded, VendorFailed } from '#shared/errors.ts';
import { expiredDeadline } from './expired-deadline.ts';
import { BYTES_PER_WORD, from, KORE, openWorld, WAVENET, withPause } from './google-world.ts';
import { signal } from './signal.ts';

const FIRST = 'בשמחה, דירה להשכרה בתל אביב.';
const SECOND = 'כמה חדרים מחפשים?';

test.for(['RESOURCE_EXHAUSTED', 'UNAVAILABLE', 'INTERNAL'] as const)(
  'speaks in the fallback voice when Google answers %s',
  async (status) => {
    await using world = await openWorld();
    world.google.faults.set('stream', { kind: 'status', status });
    const { audio, text, failure } = await world.listen(from(FIRST, SECOND));
    expect(failure).toBeUndefined();
    expect(text).toBe(`${FIRST} ${SECOND}`);
    // The audio has not a byte more: the header of Google's WAV files is left out.
    expect(audio.length).toBe(8 * BYTES_PER_WORD);
    const [stream, ...others] = world.google.requests;
    expect(stream?.operation).toBe('stream');
    expect(others).toEqual([
      { operation: 'synthesize', voice: WAVENET, texts: [FIRST], cancelled: false },
      { operation: 'synthesize', voice: WAVENET, texts: [SECOND], cancelled: false },
    ]);
  },
);

test('speaks in the fallback voice when a stream gives no first sound in time', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'hang' });
  const voice = world.voice({ deadlinesMs: { firstAudio: 100 } });
  expect((await world.listen(from(FIRST), voice)).text).toBe(FIRST);
  await expect.poll(() => world.google.requests[0]?.cancelled).toBe(true);
});

test('speaks in the fallback voice when a stream’s audio has no speech', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'silence' });
  const { audio, text } = await world.listen(from(FIRST, SECOND));
  expect(text).toBe(`${FIRST} ${SECOND}`);
  expect(audio.length).toBe(8 * BYTES_PER_WORD);
});

test('repeats nothing in the fallback voice that was heard before the failure', async () => {
  await using world = await openWorld();
  const voice = world.voice({ deadlinesMs: { nextSentence: 80 } });
  const pause = async () => {
    await expect.poll(() => world.google.requests.length).toBe(1);
    world.google.faults.set('stream', { kind: 'status', status: 'UNAVAILABLE' });
    await expiredDeadline(80);
  };
  const sentences = (async function* () {
    yield* withPause(FIRST, pause, SECOND);
    yield FIRST;
  })();
  const { text, failure } = await world.listen(sentences, voice);
  expect(failure).toBeUndefined();
  expect(text).toBe(`${FIRST} ${SECOND} ${FIRST}`);
  expect(world.google.requests.map(({ operation }) => operation)).toEqual([
    'stream',
    'stream',
    'synthesize',
  ]);
});

test('says a sentence that broke off again, and goes on with the next', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'hang-midway' });
  const voice = world.voice({ deadlinesMs: { nextAudio: 100 } });
  const sentences = withPause(FIRST, () => expiredDeadline(100), SECOND);
  const { audio, failure } = await world.listen(sentences, voice);
  expect(failure).toBeUndefined();
  expect(audio.length).toBe((1 + 5 + 3) * BYTES_PER_WORD);
  const again = audio.subarray(BYTES_PER_WORD);
  expect(world.phrasebook.recognise(again)).toBe(`${FIRST} ${SECOND}`);
});

test('gives up when the fallback voice fails too', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'status', status: 'UNAVAILABLE' });
  world.google.faults.set('synthesize', { kind: 'status', status: 'INTERNAL' });
  const { audio, failure } = await world.listen(from(FIRST));
  expect(failure).toBeInstanceOf(VendorFailed);
  expect(failure?.message).toBe('google: answered INTERNAL');
  expect(audio).toHaveLength(0);
  expect(world.google.requests).toHaveLength(2);
});

test('gives up a fallback voice that does not answer in time', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'status', status: 'UNAVAILABLE' });
  world.google.faults.set('synthesize', { kind: 'hang' });
  const voice = world.voice({ deadlinesMs: { wholeSentence: 100 } });
  const { failure } = await world.listen(from(FIRST), voice);
  expect(failure).toBeInstanceOf(DeadlineExceeded);
  expect(failure?.message).toBe('google: nothing within the whole sentence deadline of 100 ms');
});

test('gives up a fallback voice without speech', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'silence' });
  world.google.faults.set('synthesize', { kind: 'silence' });
  const { audio, failure } = await world.listen(from(FIRST));
  expect(failure?.message).toBe('google: gave audio without sound');
  expect(audio).toHaveLength(0);
});

test('gives up a fallback voice that gives no audio at all', async () => {
  await using world = await openWorld({ speak: async () => new Uint8Array(0) });
  expect((await world.listen(from(FIRST))).failure).toBeInstanceOf(VendorFailed);
});

test('leaves the fallback voice at once when the caller interrupts', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'status', status: 'UNAVAILABLE' });
  world.google.faults.set('synthesize', { kind: 'hang' });
  const interruption = new AbortController();
  const speech = world.voice().speak(from(FIRST), interruption.signal)[Symbol.asyncIterator]();
  const next = speech.next();
  await expect.poll(() => world.google.requests.length).toBe(2);
  interruption.abort();
  await expect(next).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});

test('does not ask for a stream again while a quota is exhausted, and does later', async () => {
  await using world = await openWorld();
  const voice = world.voice({ restMs: 1_000 });
  world.google.faults.set('stream', { kind: 'status', status: 'RESOURCE_EXHAUSTED' }, 1);
  await world.listen(from(FIRST), voice);
  await world.listen(from(SECOND), voice);
  expect(operations(world)).toEqual(['stream', 'synthesize', 'synthesize']);
  await expect
    .poll(async () => {
      await world.listen(from(SECOND), voice);
      return operations(world).at(-1);
    })
    .toBe('stream');
});

test('takes one late stream for a hiccup, and two for an outage', async () => {
  await using world = await openWorld();
  const voice = world.voice({ deadlinesMs: { firstAudio: 60 } });
  world.google.faults.set('stream', { kind: 'hang' });
  for (const text of [FIRST, SECOND, FIRST.repeat(2)]) await world.listen(from(text), voice);
  expect(operations(world).filter((operation) => operation === 'stream')).toHaveLength(2);
});

test('speaks in the fallback voice when more is spoken at once than the quota allows', async () => {
  await using world = await openWorld({ quotas: { streamsAtOnce: 1 } });
  const [one, other] = [world.voice(), world.voice()];
  const speech = one.speak(from(FIRST), signal())[Symbol.asyncIterator]();
  await speech.next();
  expect((await world.listen(from(SECOND), other)).text).toBe(SECOND);
  expect(world.google.requests.at(-1)).toMatchObject({ operation: 'synthesize', voice: WAVENET });
  await speech.return?.();
  await expect
    .poll(async () => {
      await world.listen(from(SECOND), world.voice());
      return world.google.requests.at(-1)?.voice;
    })
    .toBe(KORE);
});

test('does not take a long silence, or audio without an end, for speech', async () => {
  const sound = new Uint8Array(8_000).fill(0x10);
  const silence = new Uint8Array(8_000).fill(0x7f);
  const faint = new Uint8Array(8_000).fill(0xf0);
  const listen = (...pieces: Uint8Array[]) => Array.fromAsync(audible(ReadableStream.from(pieces)));
  expect(await listen(silence, sound, faint, faint, sound)).toHaveLength(5);
  await expect(listen(sound, faint, faint, silence)).rejects.toThrow('gave audio without sound');
  await expect(listen(faint)).rejects.toThrow('gave audio without sound');
  await expect(listen()).rejects.toThrow('gave no audio');
  await expect(listen(...Array(181).fill(sound))).rejects.toThrow('does not stop speaking');
});

test('finds the audio of a WAV file behind whatever stands before it', () => {
  const chunk = (name: string, content: number[]) => [
    ...Buffer.from(name),
    ...[content.length, 0, 0, 0],
    ...content,
    ...(content.length % 2 ? [0] : []),
  ];
  const file = (...chunks: number[][]) =>
    Uint8Array.from([...chunk('RIFF', []), ...Buffer.from('WAVE'), ...chunks.flat()]);
  const audio = [1, 2, 3];
  const found = audioOfRiff(
    file(chunk('fmt ', Array(18).fill(0)), chunk('LIST', [7]), chunk('data', audio)),
  );
  expect([...found]).toEqual(audio);
  expect(() => audioOfRiff(file(chunk('fmt ', [])))).toThrow('without audio');
  expect(() => audioOfRiff(Uint8Array.from(audio))).toThrow('not a WAV file');
});

function operations(world: Awaited<ReturnType<typeof openWorld>>): string[] {
  return world.google.requests.map(({ operation }) => operation);
}
