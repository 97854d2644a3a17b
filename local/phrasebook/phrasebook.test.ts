import { randomBytes } from 'node:crypto';
import { FRAME_BYTES, fromPcm16, SILENCE, toPcm16 } from '@agent-locator/audio/mulaw.ts';
import { expect, test } from 'vitest';
import { createPhrasebook } from './phrasebook.ts';

const WISH = 'אני מחפש דירה להשכרה בתל אביב';
const ROOMS = 'שלושה חדרים';

test('recognises phrases in order, between any silences', () => {
  const { book, wish, rooms } = openBook();
  const heard = join(silence(40), wish, silence(31), rooms, silence(3));
  expect(book.recognise(heard)).toBe(`${WISH} ${ROOMS}`);
});

test('recognises a phrase that went through PCM', () => {
  const { book, wish } = openBook();
  expect(book.recognise(fromPcm16(toPcm16(wish)))).toBe(WISH);
});

test('recognises a phrase with a pause put into it', () => {
  const { book, wish } = openBook();
  expect(
    book.recognise(
      join(wish.subarray(0, 30 * FRAME_BYTES), silence(9), wish.subarray(30 * FRAME_BYTES)),
    ),
  ).toBe(WISH);
});

test('recognises a phrase of which frames were lost', () => {
  const { book, wish } = openBook();
  expect(
    book.recognise(join(wish.subarray(0, 30 * FRAME_BYTES), wish.subarray(34 * FRAME_BYTES))),
  ).toBe(WISH);
});

test.for([1, 77, 159])('recognises a phrase that begins %i bytes into a frame', (offset) => {
  const { book, wish } = openBook();
  expect(book.recognise(join(new Uint8Array(offset).fill(SILENCE), wish, silence(2)))).toBe(WISH);
});

test('gives the whole words of a phrase cut short, at either end', () => {
  const { book, wish } = openBook();
  expect(book.recognise(wish.subarray(0, wish.length / 2))).toBe('אני מחפש דירה');
  expect(book.recognise(wish.subarray(wish.length / 2))).toBe('להשכרה בתל אביב');
});

test('hears nothing in silence, noise and unregistered audio', () => {
  const { book } = openBook();
  expect(book.recognise(silence(100))).toBe('');
  expect(book.recognise(speech(100, 99))).toBe('');
  expect(book.recognise(new Uint8Array(0))).toBe('');
});

test('tells the longer of two phrases that begin alike, and each by itself', () => {
  const book = createPhrasebook();
  const [hello, rest] = [speech(20, 1), speech(40, 2)];
  book.register('שלום', hello);
  book.register('שלום, אני מחפש דירה', join(hello, rest));
  expect(book.recognise(join(hello, rest))).toBe('שלום, אני מחפש דירה');
  expect(book.recognise(join(hello, silence(5), speech(20, 3)))).toBe('שלום');
  expect(book.recognise(join(hello, silence(20), hello))).toBe('שלום שלום');
});

test('is not confused by a steady tone, whose frames are all the same', () => {
  const book = createPhrasebook();
  const tone = new Uint8Array(50 * FRAME_BYTES).map((_, i) => (i % 20) * 5);
  book.register('טון אחד', tone);
  book.register('טון ועוד דיבור', join(tone, speech(30, 4)));
  expect(book.recognise(join(tone, silence(30)))).toBe('טון אחד');
  expect(book.recognise(join(tone, speech(30, 4)))).toBe('טון ועוד דיבור');
});

test('forgets the oldest of more than an hour of phrases', () => {
  const book = createPhrasebook();
  const minutes = Array.from({ length: 62 }, () => randomBytes(3_000 * FRAME_BYTES));
  for (const [minute, audio] of minutes.entries()) book.register(`דקה ${minute}`, audio);
  const isKnown = (minute: number) => book.recognise(minutes[minute] ?? silence(1)) !== '';
  expect([0, 1, 2, 61].map(isKnown)).toEqual([false, false, true, true]);
});

test('finds one phrase among three hundred in ten seconds of speech', () => {
  const { book, wish } = openBook();
  for (let i = 0; i < 300; i++) book.register(`משפט ${i}`, speech(150, 1_000 + i));
  const heard = join(speech(200, 50), wish, speech(200, 51));
  expect(book.recognise(heard)).toBe(WISH);
});

test('tells a listener each phrase as it ends', () => {
  const { book, wish, rooms } = openBook();
  const lines = follow(book, [
    [join(silence(50), wish.subarray(0, -FRAME_BYTES)), []],
    [wish.subarray(-FRAME_BYTES), [WISH]],
    [join(silence(2), rooms), [WISH, ROOMS]],
    [join(silence(100), rooms), [WISH, ROOMS, ROOMS]],
  ]);
  lines.end();
  expect(lines.heard).toEqual([WISH, ROOMS, ROOMS]);
});

test('tells a listener the words of a phrase that has been silent for 300 ms', () => {
  const { book, wish } = openBook();
  follow(book, [
    [join(wish.subarray(0, wish.length / 2), silence(14)), []],
    [silence(1), ['אני מחפש דירה']],
    [silence(100), ['אני מחפש דירה']],
  ]);
});

test('waits longer where the phrase itself pauses', () => {
  const book = createPhrasebook();
  const phrase = join(speech(20, 1), silence(25), speech(20, 2));
  book.register('רגע, אני בודקת', phrase);
  follow(book, [[phrase, ['רגע, אני בודקת']]]);
});

test('tells a listener that another phrase has broken in', () => {
  const { book, wish, rooms } = openBook();
  const cut = wish.subarray(0, 30 * FRAME_BYTES);
  follow(book, [
    [join(cut, rooms.subarray(0, FRAME_BYTES)), ['אני מחפש דירה']],
    [rooms.subarray(FRAME_BYTES), ['אני מחפש דירה', ROOMS]],
  ]);
});

test('reports the phrase under way when the call ends', () => {
  const { book, wish } = openBook();
  const lines = follow(book, [[wish.subarray(0, wish.length / 2), []]]);
  lines.end();
  expect(lines.heard).toEqual(['אני מחפש דירה']);
});

test('follows a phrase that begins anywhere in a frame', () => {
  const { book, wish } = openBook();
  follow(book, [[join(new Uint8Array(33).fill(SILENCE), wish, silence(1)), [WISH]]]);
});

function openBook() {
  const book = createPhrasebook();
  const [wish, rooms] = [speech(60, 1), speech(25, 2)];
  book.register(WISH, wish);
  book.register(ROOMS, rooms);
  return { book, wish, rooms };
}

/** Plays audio to a listener step by step; returns the lines after each step. */
function follow(
  book: ReturnType<typeof createPhrasebook>,
  steps: readonly (readonly [audio: Uint8Array, told: readonly string[]])[],
) {
  const heard: string[] = [];
  const listener = book.follow((text) => heard.push(text));
  for (const [audio, told] of steps) {
    for (let at = 0; at + FRAME_BYTES <= audio.length; at += FRAME_BYTES) {
      listener.hear(audio.subarray(at, at + FRAME_BYTES));
    }
    expect(heard).toEqual(told);
  }
  return { heard, end: () => listener.end() };
}

/** Returns frames that differ from each other like speech, the same for each seed. */
function speech(frames: number, seed: number): Uint8Array {
  let state = seed * 7_919 + 1;
  return Uint8Array.from({ length: frames * FRAME_BYTES }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}

function silence(frames: number): Uint8Array {
  return new Uint8Array(frames * FRAME_BYTES).fill(SILENCE);
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
