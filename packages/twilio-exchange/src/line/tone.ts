import { BYTES_PER_MS, fromPcm16, SILENCE } from '@agent-locator/audio/mulaw.ts';

const SAMPLES_PER_SECOND = BYTES_PER_MS * 1000;
const AMPLITUDE = 8000;

/** Returns a tone as μ-law. */
export function tone(frequencyHz: number, durationMs: number): Uint8Array {
  const turn = (2 * Math.PI * frequencyHz) / SAMPLES_PER_SECOND;
  return fromPcm16(
    Int16Array.from(
      { length: durationMs * BYTES_PER_MS },
      (_, i) => AMPLITUDE * Math.sin(turn * i),
    ),
  );
}

/** The beep that opens a recording. */
export const beep = tone(1000, 500);

/** The ringback tone of Israel: a second of 400 Hz, three of silence. */
export const ringback = Buffer.concat([
  tone(400, 1000),
  Buffer.alloc(3000 * BYTES_PER_MS, SILENCE),
]);

/** The three rising tones that stand for Twilio's "application error" announcement. */
export const applicationErrorTones = Buffer.concat([
  tone(950, 340),
  tone(1400, 340),
  tone(1800, 340),
]);
