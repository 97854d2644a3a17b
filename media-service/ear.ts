import { endpoint, silent } from './endpointing.ts';
import { FRAME_MS } from './mulaw.ts';
import type { VoiceDetector } from './voice-detector.ts';

/** The first syllable is over before speech is certain: an utterance begins this much earlier. */
const PRE_ROLL_FRAMES = 300 / FRAME_MS;

/** What the ear notices. */
export type Heard =
  | { readonly type: 'speech-started' }
  | {
      readonly type: 'speech-ended';
      /** Frames of silence before the end was certain. */
      readonly silenceMs: number;
      /** The whole utterance, μ-law. */
      readonly utterance: Uint8Array;
    };

/** Listens to one stream: frames in, utterances out. */
export function createEar(isVoice: VoiceDetector): (frame: Uint8Array) => Heard | undefined {
  let state = silent;
  let frames: Uint8Array[] = [];

  return (frame) => {
    const silenceMs = state.name === 'speaking' ? (state.silentFrames + 1) * FRAME_MS : 0;
    const [next, change] = endpoint(state, isVoice(frame));
    state = next;
    frames.push(frame);
    if (change === 'speech-ended') {
      const utterance = Buffer.concat(frames);
      frames = [];
      return { type: change, silenceMs, utterance };
    }
    if (state.name === 'silent') frames = frames.slice(-PRE_ROLL_FRAMES);
    return change && { type: change };
  };
}
