import { concatenated, FRAME_MS, levelDbfs } from '@agent-locator/audio/mulaw.ts';
import { AUDIBLE_DBFS } from '../line/dead-air.ts';

/** Sound without a pause of `GAP_MS` in it. */
export type Stretch = { readonly durationMs: number; readonly dbfs: number };

/** Divides what is heard into stretches of sound. */
export interface SoundMeter {
  hear(frame: Uint8Array): void;
  /** Ends the stretch that is under way. */
  finish(): void;
}

/** The silence that ends a stretch: longer than the gaps between words. */
const GAP_MS = 400;

/** Creates a meter that tells of each stretch when it has ended. */
export function createSoundMeter(stretchEnded: (stretch: Stretch) => void): SoundMeter {
  let frames: Uint8Array[] = [];
  let audible = 0;

  function finish() {
    const sound = frames.slice(0, audible);
    frames = [];
    audible = 0;
    if (sound.length === 0) return;
    stretchEnded({ durationMs: sound.length * FRAME_MS, dbfs: levelDbfs(concatenated(sound)) });
  }

  return {
    hear(frame) {
      const isAudible = levelDbfs(frame) > AUDIBLE_DBFS;
      if (!isAudible && frames.length === 0) return;
      frames.push(frame);
      if (isAudible) audible = frames.length;
      if ((frames.length - audible) * FRAME_MS >= GAP_MS) finish();
    },
    finish,
  };
}

/** Writes a duration for people. */
export function milliseconds(ms: number): string {
  return `${Math.round(ms).toLocaleString('en-US')} ms`;
}

/** Writes a level for people. */
export function decibels(dbfs: number): string {
  return `${dbfs.toFixed(0).replace('-', '−')} dBFS`;
}
