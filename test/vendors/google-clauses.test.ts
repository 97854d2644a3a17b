import { expect, test } from 'vitest';
import { createClauseCache } from '#shared/adapters/google/clause-cache.ts';
import { from, openWorld, toneByWord } from './google-world.ts';
import { signal } from './signal.ts';

const FIRST = 'בשמחה, דירה להשכרה בתל אביב.';
const SECOND = 'כמה חדרים מחפשים?';

test('speaks from memory a sentence that was spoken alone before', async () => {
  await using world = await openWorld();
  const voice = world.voice();
  const before = await world.listen(from(FIRST), voice);
  const again = await world.listen(from(FIRST), voice);
  expect(again).toEqual(before);
  expect(world.google.requests).toHaveLength(1);
});

test('speaks the first sentence from memory, and asks Google for the rest', async () => {
  await using world = await openWorld();
  const voice = world.voice({ recorded: [{ text: FIRST, audio: await toneByWord(FIRST) }] });
  const heard: number[] = [];
  const sentences = (async function* () {
    yield FIRST;
    heard.push(world.google.requests.length);
    yield SECOND;
  })();
  const { audio } = await world.listen(sentences, voice);
  expect(audio).toEqual(Buffer.concat([await toneByWord(FIRST), await toneByWord(SECOND)]));
  expect(heard).toEqual([0]);
  expect(world.google.requests.map(({ texts }) => texts)).toEqual([[SECOND]]);
});

test('does not remember sentences that shared a stream', async () => {
  await using world = await openWorld();
  const voice = world.voice();
  await world.listen(from(FIRST, SECOND), voice);
  await world.listen(from(FIRST), voice);
  expect(world.google.requests).toHaveLength(2);
});

test('does not remember a sentence that the caller interrupted', async () => {
  await using world = await openWorld();
  const voice = world.voice();
  for await (const _ of voice.speak(from(FIRST), signal())) break;
  const { text } = await world.listen(from(FIRST), voice);
  expect(text).toBe(FIRST);
  expect(world.google.requests).toHaveLength(2);
});

test('remembers what the fallback voice said, for the fallback voice only', async () => {
  await using world = await openWorld();
  const voice = world.voice();
  world.google.faults.set('stream', { kind: 'status', status: 'UNAVAILABLE' }, 2);
  await world.listen(from(FIRST), voice);
  await world.listen(from(FIRST), voice);
  await world.listen(from(FIRST), voice);
  expect(world.google.requests.map(({ operation }) => operation)).toEqual([
    'stream',
    'synthesize',
    'stream',
    'stream',
  ]);
});

test('forgets first what was longest unused, and keeps nothing larger than itself', () => {
  const cache = createClauseCache(10);
  const clause = (text: string) => ({ voice: 'a', rate: 1, text });
  const audio = Uint8Array.of(1, 2, 3, 4);
  cache.keep(clause('one'), audio);
  cache.keep(clause('two'), audio);
  expect(cache.find(clause('one'))).toBe(audio);
  cache.keep(clause('three'), audio);
  cache.keep(clause('huge'), new Uint8Array(11));
  const kept = ['one', 'two', 'three', 'huge'].filter((text) => cache.find(clause(text)));
  expect(kept).toEqual(['one', 'three']);
  expect(cache.find({ ...clause('one'), rate: 2 })).toBeUndefined();
});
