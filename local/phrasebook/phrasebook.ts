import { FRAME_BYTES, FRAME_MS, SILENCE } from '@agent-locator/audio/mulaw.ts';
import { toCanonical, toPhrase } from './phrase.ts';
import { createPhraseIndex } from './phrase-index.ts';
import { createPhraseMatcher } from './phrase-matcher.ts';

/** Recognises audio by its bytes: every phrase is registered before it is heard. */
export interface Phrasebook {
  /** Registers a phrase: its text, and the 8 kHz μ-law bytes that are about to be heard. */
  register(text: string, mulaw: Uint8Array): void;
  /**
   * Returns the phrases in the audio, in order; of a truncated phrase its whole words. Unknown audio gives an
   * empty text.
   */
  recognise(mulaw: Uint8Array): string;
  /** Follows a stream of frames; reports each phrase once it has ended or broken off. */
  follow(onLine: (text: string) => void): Listener;
}

/** Hears one stream of audio, frame by frame. */
export interface Listener {
  /** Hears one frame. */
  hear(frame: Uint8Array): void;
  /** Ends the stream: the phrase under way has broken off. */
  end(): void;
}

/** The silence, beyond a phrase's own pauses, after which it counts as broken off. */
const BROKEN_OFF_MS = 300;

/** Creates a phrasebook without phrases. */
export function createPhrasebook(): Phrasebook {
  const index = createPhraseIndex();

  function read(audio: Uint8Array, start: number): string {
    const phrases: string[] = [];
    const matcher = createPhraseMatcher(index, Number.POSITIVE_INFINITY, (words) => {
      phrases.push(words);
    });
    for (let at = start; at + FRAME_BYTES <= audio.length; at += FRAME_BYTES)
      matcher.hear(audio, at);
    matcher.settle();
    return phrases.join(' ');
  }

  return {
    register(text, mulaw) {
      const phrase = toPhrase(text.trim(), mulaw);
      if (phrase.text && phrase.keys.length > 0) index.add(phrase);
    },

    recognise(mulaw) {
      const audio = toCanonical(mulaw);
      const aligned = read(audio, 0);
      if (aligned) return aligned;
      const offset = index.offsetIn(audio);
      return offset === -1 ? '' : read(audio, offset % FRAME_BYTES);
    },

    follow(onLine) {
      const matcher = createPhraseMatcher(index, BROKEN_OFF_MS / FRAME_MS, onLine);
      // The last two frames: a phrase may begin anywhere in a frame, and so end in the next.
      const audio = new Uint8Array(2 * FRAME_BYTES).fill(SILENCE);
      let start = FRAME_BYTES;
      return {
        hear(frame) {
          audio.copyWithin(0, FRAME_BYTES);
          audio.set(toCanonical(frame), FRAME_BYTES);
          if (!matcher.isFollowing() && index.placesAt(audio, start).length === 0) {
            const offset = index.offsetIn(audio);
            start = offset > 0 ? offset : FRAME_BYTES;
          }
          matcher.hear(audio, start);
        },
        end: () => matcher.settle(),
      };
    },
  };
}
