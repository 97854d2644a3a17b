import { BYTES_PER_MS } from '@agent-locator/audio/mulaw.ts';
import type { Event } from '#media-service/conversation/events.ts';
import { type Reading, toSpokenSentences } from '#shared/agent/spoken/spoken-sentence.ts';
import type { Voice } from '#shared/ports/speech.ts';
import type { PhraseName, Phrases } from './phrases.ts';
import type { Pump } from './pump.ts';
import { bufferSentences } from './sentence-buffer.ts';

export type MouthParts = {
  readonly voice: Pick<Voice, 'speak'>;
  readonly phrases: Phrases;
  /** How names are read. */
  readonly reading: Reading;
};

/** A reply to speak, sentence by sentence; not a sound before `allowed` settles. */
export type Speech = {
  readonly sentences: AsyncIterable<string>;
  readonly allowed: Promise<void>;
};

/** Speaks for the agent on one stream, and emits the sentences and the audio as events. */
export interface Mouth {
  /**
   * Speaks a reply while it is still being generated, numbers and names as people say them.
   * Settles when all of its audio has arrived.
   * @throws VendorFailed where the brain or the voice fails.
   */
  speak(turn: number, speech: Speech, signal: AbortSignal): Promise<void>;
  /** Says a recorded phrase as a reply. */
  say(turn: number, phrase: PhraseName): void;
  /** Plays a recorded phrase at once, outside of any reply. */
  fill(turn: number, phrase: PhraseName): void;
}

/** Creates the mouth of one stream. */
export function createMouth(
  { voice, phrases, reading }: MouthParts,
  pump: Pick<Pump, 'play'>,
  emit: (event: Event) => void,
): Mouth {
  return {
    async speak(turn, { sentences, allowed }, signal) {
      const buffer = bufferSentences(sentences, (text) => {
        if (!signal.aborted) emit({ type: 'sentence-ready', turn, text, at: Date.now() });
      });
      // A failure to generate counts at once, even before speaking is allowed.
      await Promise.race([allowed, buffer.finished.then(() => allowed)]);
      const spoken = toSpokenSentences(buffer.sentences, reading);
      for await (const audio of voice.speak(spoken, signal)) {
        if (signal.aborted) return;
        emit({ type: 'audio-arrived', turn, audio, at: Date.now() });
      }
      emit({ type: 'audio-finished', turn, at: Date.now() });
    },

    say(turn, phrase) {
      const { text, audio } = phrases[phrase];
      const at = Date.now();
      emit({ type: 'sentence-ready', turn, text, at });
      emit({ type: 'audio-arrived', turn, audio, at });
      emit({ type: 'audio-finished', turn, at });
    },

    fill(turn, phrase) {
      const { audio } = phrases[phrase];
      pump.play(audio);
      const durationMs = audio.length / BYTES_PER_MS;
      emit({ type: 'filler-started', turn, durationMs, at: Date.now() });
    },
  };
}
