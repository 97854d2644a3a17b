import { endpoint, silent } from './endpointing.ts';
import { FRAME_BYTES, FRAME_MS } from './mulaw.ts';
import type { VoiceDetector } from './voice-detector.ts';

/** The first syllable is over before speech is certain: an utterance begins this much earlier. */
const PRE_ROLL_FRAMES = 300 / FRAME_MS;

/** What the ear notices. */
export type Heard =
  | { readonly type: 'speech-started' }
  | {
      readonly type: 'speech-ended';
      /** Silence before the end was certain. */
      readonly silenceMs: number;
      /** The whole utterance, μ-law. */
      readonly utterance: Uint8Array;
    };

/** Listens to one stream: μ-law audio in pieces of any length in, what is noticed in it out. */
export function createEar(isVoice: VoiceDetector): (audio: Uint8Array) => Heard[] {
  let partial = new Uint8Array();
  let state = silent;
  let utterance: Uint8Array[] = [];

  const hearFrame = (frame: Uint8Array): Heard | undefined => {
    const silenceMs = state.name === 'speaking' ? (state.silentFrames + 1) * FRAME_MS : 0;
    const [next, change] = endpoint(state, isVoice(frame));
    state = next;
    utterance.push(frame);
    if (change === 'speech-ended') {
      const said = concatenated(utterance);
      utterance = [];
      return { type: change, silenceMs, utterance: said };
    }
    if (state.name === 'silent') utterance = utterance.slice(-PRE_ROLL_FRAMES);
    return change && { type: change };
  };

  return (audio) => {
    const bytes = partial.length > 0 ? concatenated([partial, audio]) : audio;
    const heard: Heard[] = [];
    let at = 0;
    for (; at + FRAME_BYTES <= bytes.length; at += FRAME_BYTES) {
      const noticed = hearFrame(bytes.subarray(at, at + FRAME_BYTES));
      if (noticed) heard.push(noticed);
    }
    partial = bytes.slice(at);
    return heard;
  };
}

function concatenated(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
