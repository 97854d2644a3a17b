import { FRAME_MS } from '@agent-locator/audio/mulaw.ts';
import { createEchoPath } from './echo-path.ts';
import { createPlayoutLevels, type PlayoutListener, powerOf, slotOf } from './playout-levels.ts';
import type { VoiceDetector } from './voice-detector.ts';

/** Tells the caller's voice from the agent's own, which a telephone on loudspeaker sends back. */
export interface EchoGate extends PlayoutListener {
  /** Returns whether the caller speaks in a frame: it holds a voice that is louder than the predicted echo. */
  readonly isVoice: VoiceDetector;
}

/** A frame counts as the caller's voice when it is at least 4 dB above the predicted echo. */
const MARGIN = 10 ** (4 / 10);
/** The drift, in milliseconds a frame, that lets the start of a stream follow a lasting delay. */
const CATCH_UP_MS = 0.5;

/** Creates the gate of one stream, whose frames come in order; `now` must be the clock that timestamps the playout. */
export function createEchoGate(
  hasVoice: VoiceDetector,
  now: () => number = performance.now.bind(performance),
): EchoGate {
  const levels = createPlayoutLevels();
  const path = createEchoPath(levels);
  let framesMs = 0;
  /** The start of the stream by its least delayed frame: frames come in bursts, echoes do not. */
  let beganAt = Number.POSITIVE_INFINITY;

  return {
    audioScheduled: levels.audioScheduled,
    playoutCleared: levels.playoutCleared,
    isVoice(frame) {
      framesMs += FRAME_MS;
      beganAt = Math.min(beganAt + CATCH_UP_MS, now() - framesMs);
      const slot = slotOf(beganAt + framesMs);
      const power = powerOf(frame);
      const isBeyondEcho = power >= MARGIN * path.predictedPower(slot);
      path.learn(slot, power);
      return hasVoice(frame) && isBeyondEcho;
    },
  };
}
