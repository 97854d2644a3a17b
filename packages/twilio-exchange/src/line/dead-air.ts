import { FRAME_BYTES, FRAME_MS, levelDbfs } from '@agent-locator/audio/mulaw.ts';

/** The level below which a caller hears nothing. */
export const AUDIBLE_DBFS = -50;

/**
 * Returns the longest silence of an answered call, in ms: consecutive frames without audible sound.
 * A frame that is `excused` breaks a silence: the caller speaks in it, or expects no sound.
 */
export function longestDeadAirMs(heard: Uint8Array, excused: readonly boolean[]): number {
  let longest = 0;
  let silent = 0;
  for (let frame = 0; frame * FRAME_BYTES < heard.length; frame++) {
    const audio = heard.subarray(frame * FRAME_BYTES, (frame + 1) * FRAME_BYTES);
    silent = excused[frame] || levelDbfs(audio) > AUDIBLE_DBFS ? 0 : silent + 1;
    longest = Math.max(longest, silent);
  }
  return longest * FRAME_MS;
}
