import { BYTES_PER_MS, FRAME_BYTES, FRAME_MS, levelDbfs } from '@agent-locator/audio/mulaw.ts';

/** Follows the playout at the caller's ear. Moments are monotonic milliseconds. */
export interface PlayoutListener {
  /** Audio in whole frames leaves now and sounds from a moment on. */
  audioScheduled(audio: Uint8Array, at: number): void;
  /** The playout after a moment is taken back. */
  playoutCleared(at: number): void;
}

/** The level of the playout, slot by slot, for a short time back. */
export interface PlayoutLevels extends PlayoutListener {
  /** Returns the power in a slot of 20 ms, counted from the clock's zero. Power 1 is a full-scale square wave. */
  powerAt(slot: number): number;
}

/** Covers the frames that leave ahead (400 ms) and the longest echo delay (500 ms). */
const SLOTS = 64;

/** Returns the slot of a moment. */
export function slotOf(at: number): number {
  return Math.round(at / FRAME_MS);
}

/** Returns the power of a frame; 1 is a full-scale square wave. */
export function powerOf(frame: Uint8Array): number {
  return 10 ** (levelDbfs(frame) / 10);
}

/** Creates the levels of a silent playout. */
export function createPlayoutLevels(): PlayoutLevels {
  const powers = new Float64Array(SLOTS);
  let newest = 0;

  const schedule = (frame: Uint8Array, slot: number) => {
    // The slots since the last frame are silent; the ring buffer still holds older values there.
    for (let quiet = Math.max(newest + 1, slot - SLOTS); quiet < slot; quiet++) {
      powers[quiet % SLOTS] = 0;
    }
    newest = Math.max(newest, slot);
    powers[slot % SLOTS] = powerOf(frame);
  };

  return {
    audioScheduled(audio, at) {
      for (let from = 0; from < audio.length; from += FRAME_BYTES) {
        schedule(audio.subarray(from, from + FRAME_BYTES), slotOf(at + from / BYTES_PER_MS));
      }
    },
    playoutCleared(at) {
      newest = Math.min(newest, Math.ceil(at / FRAME_MS) - 1);
    },
    powerAt: (slot) =>
      slot > newest || slot <= newest - SLOTS ? 0 : (powers[slot % SLOTS] as number),
  };
}
