import { FRAME_BYTES, SILENCE } from '@agent-locator/audio/mulaw.ts';

/** A phrase as its sounding frames; silent frames are only counted. */
export type Phrase = {
  readonly text: string;
  /** The sounding frames, end to end. */
  readonly bytes: Uint8Array;
  /** A key for each sounding frame; equal frames have equal keys. */
  readonly keys: readonly number[];
  /** How many silent frames follow each sounding frame. */
  readonly pauses: readonly number[];
};

/** The second μ-law code of zero; a round trip through PCM turns it into the first. */
const NEGATIVE_ZERO = 0x7f;

/** A frame in which no sample exceeds this step of μ-law (−62 dBFS) counts as silent. */
const FAINTEST_STEP = 3;

/** The factor of a rolling hash modulo 2^32; any odd number works. */
const FACTOR = 0x01000193;
const FACTOR_LEAVING = Array.from({ length: FRAME_BYTES - 1 }).reduce<number>(
  (power) => Math.imul(power, FACTOR),
  1,
);

/** Creates a phrase from its text and its μ-law bytes. */
export function toPhrase(text: string, mulaw: Uint8Array): Phrase {
  const audio = toCanonical(mulaw);
  const sounding: Uint8Array[] = [];
  const pauses: number[] = [];
  for (let offset = 0; offset + FRAME_BYTES <= audio.length; offset += FRAME_BYTES) {
    if (!isSilentAt(audio, offset)) {
      sounding.push(audio.subarray(offset, offset + FRAME_BYTES));
      pauses.push(0);
    } else if (pauses.length > 0) {
      pauses[pauses.length - 1] = (pauses.at(-1) ?? 0) + 1;
    }
  }
  const keys = sounding.map((frame) => keyAt(frame, 0));
  return { text, bytes: Uint8Array.from(Buffer.concat(sounding)), keys, pauses };
}

/** Replaces the second code of zero by the first. */
export function toCanonical(mulaw: Uint8Array): Uint8Array {
  return mulaw.map((byte) => (byte === NEGATIVE_ZERO ? SILENCE : byte));
}

/** Returns whether the frame at an offset is too quiet to be speech. */
export function isSilentAt(audio: Uint8Array, offset: number): boolean {
  for (let i = offset; i < offset + FRAME_BYTES; i++) {
    if ((~(audio[i] as number) & 0x7f) > FAINTEST_STEP) return false;
  }
  return true;
}

/** Returns the hash of the frame at an offset. */
export function keyAt(audio: Uint8Array, offset: number): number {
  let key = 0;
  for (let i = offset; i < offset + FRAME_BYTES; i++) {
    key = (Math.imul(key, FACTOR) + (audio[i] as number)) | 0;
  }
  return key >>> 0;
}

/** Returns the hash of the frame one byte further on, from the hash of the frame at an offset. */
export function nextKey(key: number, audio: Uint8Array, offset: number): number {
  const rest = key - Math.imul(audio[offset] as number, FACTOR_LEAVING);
  return (Math.imul(rest, FACTOR) + (audio[offset + FRAME_BYTES] ?? 0)) >>> 0;
}

/** Returns whether a phrase's sounding frame equals the frame at an offset, byte for byte. */
export function isFrameAt(phrase: Phrase, at: number, audio: Uint8Array, offset: number): boolean {
  const start = at * FRAME_BYTES;
  for (let i = 0; i < FRAME_BYTES; i++) {
    if (phrase.bytes[start + i] !== audio[offset + i]) return false;
  }
  return true;
}

/** Returns the words whose middles lie between two sounding frames, estimated from their letters. */
export function wordsBetween({ text, keys }: Phrase, from: number, to: number): string {
  if (from === 0 && to === keys.length) return text;
  const words = text.split(/\s+/).filter(Boolean);
  const letters = words.join(' ').length;
  let start = 0;
  const heard = words.filter((word) => {
    const middle = ((start + word.length / 2) / letters) * keys.length;
    start += word.length + 1;
    return middle >= from && middle <= to;
  });
  return heard.join(' ');
}
