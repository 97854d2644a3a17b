import { BYTES_PER_MS, FRAME_BYTES, fromPcm16, toPcm16 } from '@agent-locator/audio/mulaw.ts';

/** What of the other end comes back over a caller's line: a telephone on loudspeaker hears itself. */
export type LineEcho = {
  /** How much quieter it comes back, in dB. */
  readonly lossDb: number;
  /** How much later: the air of a room, and the way there and back. */
  readonly delayMs: number;
};

/** A room answers more than once: how much later than the first answer, and how much of it. */
const REFLECTIONS = [
  { laterMs: 0, share: 1 },
  { laterMs: 7, share: -0.45 },
  { laterMs: 19, share: 0.3 },
  { laterMs: 38, share: 0.2 },
  { laterMs: 71, share: -0.1 },
] as const;
const LONGEST_REFLECTION_MS = 71;
const MAX_SAMPLE = 32_767;

/** Mixes what was heard before into one frame after the other of what is said. */
export type Echoing = (said: Uint8Array, heardBefore: Uint8Array) => Uint8Array;

/** Creates the mixing; `heardBefore` is the frame that was heard last when a frame is said. */
export function createLineEcho({ lossDb, delayMs }: LineEcho): Echoing {
  const whole = Math.sqrt(REFLECTIONS.reduce((sum, { share }) => sum + share * share, 0));
  const gain = 10 ** (-lossDb / 20) / whole;
  // The frame that is said while the last one is still in the air is the first that could carry it.
  const delay = Math.max(0, delayMs * BYTES_PER_MS - FRAME_BYTES);
  const air = new Int16Array(delay + LONGEST_REFLECTION_MS * BYTES_PER_MS + FRAME_BYTES);
  let end = 0;

  return (said, heardBefore) => {
    for (const sample of toPcm16(heardBefore)) {
      air[end] = sample;
      end = (end + 1) % air.length;
    }
    const mixed = toPcm16(said).map((sample, i) => {
      const first = end - FRAME_BYTES + i - delay;
      let returned = 0;
      for (const { laterMs, share } of REFLECTIONS) {
        const at = (first - laterMs * BYTES_PER_MS + 2 * air.length) % air.length;
        returned += share * (air[at] as number);
      }
      const sum = Math.round(sample + gain * returned);
      return Math.max(-MAX_SAMPLE, Math.min(MAX_SAMPLE, sum));
    });
    return fromPcm16(mixed);
  };
}
