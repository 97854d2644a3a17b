import { type Endpoint, endpoint, silent } from './endpointing.ts';
import { concatenated, FRAME_BYTES, FRAME_MS } from './mulaw.ts';
import type { VoiceDetector } from './voice-detector.ts';

/** The first syllable is over before speech is certain: an utterance begins this much earlier. */
const PRE_ROLL_FRAMES = 300 / FRAME_MS;

/** What the ear notices; at the end of speech, with the whole utterance as μ-law. */
export type Heard =
  | Exclude<Endpoint, { type: 'speech-ended' }>
  | (Extract<Endpoint, { type: 'speech-ended' }> & { readonly utterance: Uint8Array });

const unvoiced = { voicedMs: 0, silenceMs: 0 };

/** An utterance that is over. */
type Uttered = Extract<Heard, { type: 'speech-ended' }>;

/** Listens to one stream. */
export interface Ear {
  /** Hears μ-law audio in pieces of any length and gives what is noticed in it. */
  hear(audio: Uint8Array): Heard[];
  /** Ends the utterance that is under way and gives what there is of it; without a voice where nobody speaks. */
  cut(): Uttered;
}

/** Opens an ear that tells voice from noise with a detector of its own. */
export function createEar(isVoice: VoiceDetector): Ear {
  let partial = new Uint8Array();
  let state = silent;
  let utterance: Uint8Array[] = [];

  const taken = () => {
    const said = concatenated(utterance);
    utterance = [];
    return said;
  };

  const hearFrame = (frame: Uint8Array): Heard | undefined => {
    const [next, change] = endpoint(state, isVoice(frame));
    state = next;
    utterance.push(frame);
    if (change?.type === 'speech-ended') return { ...change, utterance: taken() };
    if (state.name === 'silent') utterance = utterance.slice(-PRE_ROLL_FRAMES);
    return change;
  };

  return {
    hear(audio) {
      const bytes = partial.length > 0 ? concatenated([partial, audio]) : audio;
      const heard: Heard[] = [];
      let at = 0;
      for (; at + FRAME_BYTES <= bytes.length; at += FRAME_BYTES) {
        const noticed = hearFrame(bytes.subarray(at, at + FRAME_BYTES));
        if (noticed) heard.push(noticed);
      }
      partial = bytes.slice(at);
      return heard;
    },
    cut() {
      const { voicedMs, silenceMs } = state.name === 'speaking' ? state : unvoiced;
      state = silent;
      return { type: 'speech-ended', voicedMs, silenceMs, utterance: taken() };
    },
  };
}
