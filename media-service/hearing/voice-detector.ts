import { levelDbfs } from '@agent-locator/audio/mulaw.ts';

/** Returns for each frame, in order, whether it holds a voice; one detector keeps the state of one stream. */
export type VoiceDetector = (frame: Uint8Array) => boolean;

/** The middle between speech on a phone line, around −20 dBFS, and line noise, under −50. */
const VOICE_DBFS = -38;

/** Creates a detector that judges by loudness alone. */
export function energyDetector(): VoiceDetector {
  return (frame) => levelDbfs(frame) > VOICE_DBFS;
}
