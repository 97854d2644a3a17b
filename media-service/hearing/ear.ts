import { concatenated, FRAME_BYTES, FRAME_MS } from '@agent-locator/audio/mulaw.ts';
import { type Endpoint, endpoint, NOISE_VOICED_MS, silent } from './endpointing.ts';
import type { VoiceDetector } from './voice-detector.ts';

/** The pre-roll of an utterance. After a long silence on a clean line, the detector finds a voice up to 0.75 s late. */
const PRE_ROLL_FRAMES = 1_000 / FRAME_MS;

/** A change in the caller's speech; a pause comes with the audio since the last one, as μ-law. */
export type SpeechEvent = Exclude<Endpoint, { type: 'speech-paused' }> | Uttered;

/** The end of an utterance. */
type Uttered = Extract<Endpoint, { type: 'speech-paused' }> & { readonly audio: Uint8Array };

/** Finds the utterances in the audio of one stream. */
export interface Ear {
  /** Takes μ-law audio in pieces of any length; returns the changes in it, in order. */
  hear(audio: Uint8Array): SpeechEvent[];
  /** Ends the utterance that is under way and returns it; `voicedMs` is 0 where the caller is silent. */
  cut(): Uttered;
}

/** Creates the ear of one stream. `listen` gets the audio of utterances as it comes; `pauseMs` of silence make a pause. */
export function createEar(
  isVoice: VoiceDetector,
  listen: (mulaw: Uint8Array) => void,
  pauseMs?: number,
): Ear {
  let partial = new Uint8Array();
  let state = silent;
  let utterance: Uint8Array[] = [];

  const takeUtterance = () => {
    const audio = concatenated(utterance);
    utterance = [];
    return audio;
  };

  const hearFrame = (frame: Uint8Array): SpeechEvent | undefined => {
    const [next, change] = endpoint(state, isVoice(frame), pauseMs);
    state = next;
    utterance.push(frame);
    if (change?.type === 'speech-started') listen(concatenated(utterance));
    else if (state.name === 'speaking' || change) listen(frame);
    if (change?.type !== 'speech-paused') {
      if (state.name === 'silent') utterance = utterance.slice(-PRE_ROLL_FRAMES);
      return change;
    }
    // Keeps audio below the noise threshold: it may be the onset of the next word.
    const isNoise = change.voicedMs < NOISE_VOICED_MS;
    return { ...change, audio: isNoise ? concatenated(utterance) : takeUtterance() };
  };

  return {
    hear(audio) {
      const bytes = partial.length > 0 ? concatenated([partial, audio]) : audio;
      const changes: SpeechEvent[] = [];
      let at = 0;
      for (; at + FRAME_BYTES <= bytes.length; at += FRAME_BYTES) {
        const change = hearFrame(bytes.subarray(at, at + FRAME_BYTES));
        if (change) changes.push(change);
      }
      partial = bytes.slice(at);
      return changes;
    },
    cut() {
      const voicedMs = state.name === 'speaking' ? state.voicedMs : 0;
      state = silent;
      return { type: 'speech-paused', voicedMs, silenceMs: 0, audio: takeUtterance() };
    },
  };
}
