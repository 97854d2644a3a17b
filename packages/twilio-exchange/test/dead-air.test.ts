import { FRAME_BYTES, SILENCE } from '@agent-locator/audio/mulaw.ts';
import { longestDeadAirMs } from 'twilio-exchange/line/dead-air.ts';
import { placeholderSpeech } from 'twilio-exchange/line/placeholder-speech.ts';
import { tone } from 'twilio-exchange/line/tone.ts';
import { expect, test } from 'vitest';

const silence = (frames: number) => new Uint8Array(frames * FRAME_BYTES).fill(SILENCE);
const sound = (frames: number) => tone(440, frames * 20);
const excusedFrames = (length: number, from: number, to: number) =>
  Array.from({ length }, (_, frame) => frame >= from && frame < to);

test('dead air is the longest stretch without sound', () => {
  const heard = Buffer.concat([silence(10), sound(5), silence(30), sound(1), silence(20)]);
  expect(longestDeadAirMs(heard, [])).toBe(600);
});

test('frames in which the caller speaks or is recorded are not dead air', () => {
  expect(longestDeadAirMs(silence(100), excusedFrames(100, 20, 70))).toBe(600);
});

test('a hiss below −50 dBFS is silence, speech above it is not', () => {
  const hiss = new Uint8Array(50 * FRAME_BYTES).fill(0xfb);
  const rustle = new Uint8Array(50 * FRAME_BYTES).fill(0xd0);
  expect(longestDeadAirMs(hiss, [])).toBe(1000);
  expect(longestDeadAirMs(rustle, [])).toBe(0);
});

test('the gaps between words are not dead air', () => {
  expect(placeholderSpeech(3000)).toHaveLength(24_000);
  expect(longestDeadAirMs(placeholderSpeech(3000), [])).toBeLessThanOrEqual(200);
});

test('a call in which nothing was answered has no dead air', () => {
  expect(longestDeadAirMs(new Uint8Array(), [])).toBe(0);
});
