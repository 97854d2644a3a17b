import { BYTES_PER_MS, SILENCE } from '@agent-locator/audio/mulaw.ts';
import { tone } from './tone.ts';

/** How fast a voice of the exchange reads. */
const CHARACTERS_PER_SECOND = 14;
const SYLLABLE_MS = 140;
const PITCHES_HZ = [180, 240, 210, 300, 190, 260, 220];

/** One phrase: a syllable of each pitch, with the gaps of speech between them and a breath behind. */
const phrase = Buffer.concat([
  ...PITCHES_HZ.flatMap((pitch) => [tone(pitch, SYLLABLE_MS), silence(40)]),
  silence(120),
]);

/** Makes the sound of somebody talking whom nobody needs to understand. */
export function murmur(durationMs: number): Uint8Array {
  return Buffer.alloc(Math.round(durationMs) * BYTES_PER_MS, phrase);
}

/** Tells how long it takes to read a text aloud. */
export function readingMs(text: string): number {
  return (text.length / CHARACTERS_PER_SECOND) * 1000;
}

function silence(durationMs: number): Uint8Array {
  return new Uint8Array(durationMs * BYTES_PER_MS).fill(SILENCE);
}
