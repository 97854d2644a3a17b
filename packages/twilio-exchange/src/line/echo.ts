import { BYTES_PER_MS, FRAME_BYTES, fromPcm16, toPcm16 } from '@agent-locator/audio/mulaw.ts';

/** The echo on a caller's line: a telephone on loudspeaker picks up what it plays. */
export type LineEcho = {
  /** Echo return loss in dB. */
  readonly lossDb: number;
  /** Delay of the echo: the air of a room, and the network in both directions. */
  readonly delayMs: number;
};

/** The reflections of a room: delay behind the first one, and share of its amplitude. */
const REFLECTIONS = [
  { laterMs: 0, share: 1 },
  { laterMs: 7, share: -0.45 },
  { laterMs: 19, share: 0.3 },
  { laterMs: 38, share: 0.2 },
  { laterMs: 71, share: -0.1 },
] as const;
const LONGEST_REFLECTION_MS = 71;
const MAX_SAMPLE = 32_767;

/** Mixes the echo into the next frame that is said. */
export type Echoing = (said: Uint8Array, heardBefore: Uint8Array) => Uint8Array;

/** Creates an echo; `heardBefore` is the last frame heard before the one that is said. */
export function createLineEcho({ lossDb, delayMs }: LineEcho): Echoing {
  const whole = Math.sqrt(REFLECTIONS.reduce((sum, { share }) => sum + share * share, 0));
  const gain = 10 ** (-lossDb / 20) / whole;
  // A frame that is heard can return in the next frame that is said, so one frame is always late.
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
