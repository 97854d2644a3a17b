import { concatenated, FRAME_BYTES, FRAME_MS } from '@agent-locator/audio/mulaw.ts';
import { type Endpoint, endpoint, NOISE_VOICED_MS, silent } from './endpointing.ts';
import type { VoiceDetector } from './voice-detector.ts';

/** After a long silence on a clean line the detector takes up to 0.75 s to know a voice: an utterance begins this much earlier. */
const PRE_ROLL_FRAMES = 1_000 / FRAME_MS;

/** What the ear notices; at a pause, with all that was said since the last one as μ-law. */
export type Heard = Exclude<Endpoint, { type: 'speech-paused' }> | Uttered;

/** An utterance that is over. */
type Uttered = Extract<Endpoint, { type: 'speech-paused' }> & { readonly audio: Uint8Array };

/** Listens to one stream. */
export interface Ear {
  /** Hears μ-law audio in pieces of any length and gives what is noticed in it. */
  hear(audio: Uint8Array): Heard[];
  /** Ends the utterance that is under way and gives what there is of it; without a voice where nobody speaks. */
  cut(): Uttered;
}

/** Opens an ear that tells voice from noise with a detector of its own; `listen` is given the audio of utterances as it comes. */
export function createEar(
  isVoice: VoiceDetector,
  listen: (mulaw: Uint8Array) => void,
  pauseMs?: number,
): Ear {
  let partial = new Uint8Array();
  let state = silent;
  let utterance: Uint8Array[] = [];

  const taken = () => {
    const said = concatenated(utterance);
    utterance = [];
    return said;
  };

  const hearFrame = (frame: Uint8Array): Heard | undefined => {
    const [next, change] = endpoint(state, isVoice(frame), pauseMs);
    state = next;
    utterance.push(frame);
    if (change?.type === 'speech-started') listen(concatenated(utterance));
    else if (state.name === 'speaking' || change) listen(frame);
    if (change?.type !== 'speech-paused') {
      if (state.name === 'silent') utterance = utterance.slice(-PRE_ROLL_FRAMES);
      return change;
    }
    // What is too short to be a word may be the beginning of one.
    const isNoise = change.voicedMs < NOISE_VOICED_MS;
    return { ...change, audio: isNoise ? concatenated(utterance) : taken() };
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
      const voicedMs = state.name === 'speaking' ? state.voicedMs : 0;
      state = silent;
      return { type: 'speech-paused', voicedMs, silenceMs: 0, audio: taken() };
    },
  };
}
