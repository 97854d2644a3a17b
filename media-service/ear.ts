import { type Endpoint, endpoint, silent } from './endpointing.ts';
import { concatenated, FRAME_BYTES, FRAME_MS } from './mulaw.ts';
import type { VoiceDetector } from './voice-detector.ts';

/** The first syllable is over before speech is certain: an utterance begins this much earlier. */
const PRE_ROLL_FRAMES = 300 / FRAME_MS;

/** What the ear notices; at the end of speech, with the whole utterance as μ-law. */
export type Heard =
  | Exclude<Endpoint, { type: 'speech-ended' }>
  | (Extract<Endpoint, { type: 'speech-ended' }> & { readonly utterance: Uint8Array });

/** Listens to one stream: μ-law audio in pieces of any length in, what is noticed in it out. */
export function createEar(isVoice: VoiceDetector): (audio: Uint8Array) => Heard[] {
  let partial = new Uint8Array();
  let state = silent;
  let utterance: Uint8Array[] = [];

  const hearFrame = (frame: Uint8Array): Heard | undefined => {
    const [next, change] = endpoint(state, isVoice(frame));
    state = next;
    utterance.push(frame);
    if (change?.type === 'speech-ended') {
      const said = concatenated(utterance);
      utterance = [];
      return { ...change, utterance: said };
    }
    if (state.name === 'silent') utterance = utterance.slice(-PRE_ROLL_FRAMES);
    return change;
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
