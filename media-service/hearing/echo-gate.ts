import { FRAME_MS } from '@agent-locator/audio/mulaw.ts';
import { createEchoPath } from './echo-path.ts';
import { createSoundingLevels, powerOf, type Sounding, slotOf } from './playout-levels.ts';
import type { VoiceDetector } from './voice-detector.ts';

/** Tells the caller's voice from the agent's own, which telephones on loudspeaker send back. */
export interface EchoGate extends Sounding {
  /** Whether the caller speaks in a frame: there is a voice in it, and it is more than an echo. */
  readonly isVoice: VoiceDetector;
}

/** What is this much louder than the echo can be is none: 4 dB. */
const MARGIN = 10 ** (4 / 10);
/** How fast a stream that is late is taken to stay so, in milliseconds a frame. */
const CATCH_UP_MS = 0.5;

/** Watches one stream, whose frames come in order; `now` is the clock that what sounds is told by. */
export function createEchoGate(
  hasVoice: VoiceDetector,
  now: () => number = performance.now.bind(performance),
): EchoGate {
  const levels = createSoundingLevels();
  const path = createEchoPath(levels);
  let framesMs = 0;
  /** When the stream began, by the frame that came with the least delay: frames come in bursts, echoes do not. */
  let beganAt = Number.POSITIVE_INFINITY;

  return {
    sounds: levels.sounds,
    hushed: levels.hushed,
    isVoice(frame) {
      framesMs += FRAME_MS;
      beganAt = Math.min(beganAt + CATCH_UP_MS, now() - framesMs);
      const slot = slotOf(beganAt + framesMs);
      const power = powerOf(frame);
      const isBeyondEcho = power >= MARGIN * path.foreseen(slot);
      path.learn(slot, power);
      return hasVoice(frame) && isBeyondEcho;
    },
  };
}
