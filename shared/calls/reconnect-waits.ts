import { promptDurationMs } from '#shared/prompts.ts';
import type { Wait } from '#shared/twilio/twiml.ts';

/**
 * The waits before each attempt to connect a lost stream again. The attempts come about 0, 3, 6 and 12 s after
 * the loss. By then a dead task is deregistered, or two health checks have failed. No pause is longer than a second.
 */
const waits: readonly (readonly Wait[])[] = [
  [],
  [{ prompt: 'one_moment_he' }],
  [{ pauseS: 1 }, { prompt: 'still_connecting_he' }],
  [{ pauseS: 1 }, { prompt: 'one_moment_he' }, { pauseS: 1 }, { prompt: 'still_connecting_he' }],
];

/** Returns the waits before the attempt that follows so many losses in a row. */
export function waitsAfter(losses: number): readonly Wait[] {
  return waits[Math.min(losses, waits.length) - 1] ?? [];
}

/** Returns the length of waits in milliseconds. */
export function lengthOfWaitsMs(all: readonly Wait[]): number {
  return all.reduce(
    (sum, wait) => sum + ('prompt' in wait ? promptDurationMs(wait.prompt) : wait.pauseS * 1_000),
    0,
  );
}
