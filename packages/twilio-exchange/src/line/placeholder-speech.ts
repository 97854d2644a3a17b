import { BYTES_PER_MS, SILENCE } from '@agent-locator/audio/mulaw.ts';
import { tone } from './tone.ts';

/** The pace of a voice that reads. */
const CHARACTERS_PER_SECOND = 14;
const SYLLABLE_MS = 140;
const PITCHES_HZ = [180, 240, 210, 300, 190, 260, 220];

/** One phrase: a syllable of each pitch with gaps between them, then a breath. */
const phrase = Buffer.concat([
  ...PITCHES_HZ.flatMap((pitch) => [tone(pitch, SYLLABLE_MS), silence(40)]),
  silence(120),
]);

/** Returns a sound with the rhythm of speech, which stands for words that need not be understood. */
export function placeholderSpeech(durationMs: number): Uint8Array {
  return Buffer.alloc(Math.round(durationMs) * BYTES_PER_MS, phrase);
}

/** Returns the time in milliseconds that it takes to read a text aloud. */
export function readingMs(text: string): number {
  return (text.length / CHARACTERS_PER_SECOND) * 1000;
}

function silence(durationMs: number): Uint8Array {
  return new Uint8Array(durationMs * BYTES_PER_MS).fill(SILENCE);
}
