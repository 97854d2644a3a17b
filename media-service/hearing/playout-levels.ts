import { BYTES_PER_MS, FRAME_BYTES, FRAME_MS, levelDbfs } from '@agent-locator/audio/mulaw.ts';

/** Is told what sounds at the caller's ear. Moments are monotonic milliseconds. */
export interface Sounding {
  /** Audio in whole frames, which leaves now, sounds from a moment on. */
  sounds(audio: Uint8Array, at: number): void;
  /** What was to sound after a moment has been taken back. */
  hushed(at: number): void;
}

/** Remembers how loud what sounds is, and was not long ago. */
export interface SoundingLevels extends Sounding {
  /** The power of what sounds in a slot of 20 ms, counted from the clock's beginning; 1 is a full-scale square wave. */
  powerIn(slot: number): number;
}

/** More than frames leave ahead (400 ms) and echoes come behind (500 ms), together. */
const SLOTS = 64;

/** Tells the slot in which a moment lies. */
export function slotOf(at: number): number {
  return Math.round(at / FRAME_MS);
}

/** Tells the power of a frame; 1 is a full-scale square wave. */
export function powerOf(frame: Uint8Array): number {
  return 10 ** (levelDbfs(frame) / 10);
}

/** Remembers nothing yet. */
export function createSoundingLevels(): SoundingLevels {
  const powers = new Float64Array(SLOTS);
  let newest = 0;

  const soundsInSlot = (frame: Uint8Array, slot: number) => {
    // Nothing sounded since the last frame, and what the ring holds there is older.
    for (let quiet = Math.max(newest + 1, slot - SLOTS); quiet < slot; quiet++) {
      powers[quiet % SLOTS] = 0;
    }
    newest = Math.max(newest, slot);
    powers[slot % SLOTS] = powerOf(frame);
  };

  return {
    sounds(audio, at) {
      for (let from = 0; from < audio.length; from += FRAME_BYTES) {
        soundsInSlot(audio.subarray(from, from + FRAME_BYTES), slotOf(at + from / BYTES_PER_MS));
      }
    },
    hushed(at) {
      newest = Math.min(newest, Math.ceil(at / FRAME_MS) - 1);
    },
    powerIn: (slot) =>
      slot > newest || slot <= newest - SLOTS ? 0 : (powers[slot % SLOTS] as number),
  };
}
