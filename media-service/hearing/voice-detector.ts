import { levelDbfs } from '@agent-locator/audio/mulaw.ts';

/** Tells of each frame, in order, whether somebody speaks in it; keeps whatever state one stream needs. */
export type VoiceDetector = (frame: Uint8Array) => boolean;

/** Speech on a phone line lies around −20 dBFS and line noise under −50; this is the middle. */
const VOICE_DBFS = -38;

/** Hears voice by loudness alone. */
export function energyDetector(): VoiceDetector {
  return (frame) => levelDbfs(frame) > VOICE_DBFS;
}
