import { BYTES_PER_MS } from '@agent-locator/audio/mulaw.ts';
import type { Event } from '#media-service/conversation/events.ts';
import { type Reading, toSpoken } from '#shared/agent/spoken/spoken-sentence.ts';
import type { Voice } from '#shared/ports/speech.ts';
import type { PhraseName, Phrases } from './phrases.ts';
import type { Pump } from './pump.ts';
import { readAhead } from './read-ahead.ts';

/** What the agent speaks with. */
export type MouthParts = {
  readonly voice: Pick<Voice, 'speak'>;
  readonly phrases: Phrases;
  /** How names are read. */
  readonly reading: Reading;
  readonly pump: Pick<Pump, 'play'>;
};

/** What is to be said, sentence by sentence, and from when on it may be. */
export type Speech = {
  readonly sentences: AsyncIterable<string>;
  readonly allowed: Promise<void>;
};

/** Speaks for the agent on one stream, and tells what becomes of it. */
export interface Mouth {
  /** Speaks an answer, as people would say it, while it is still being thought; settles when all of its audio is there. */
  speak(turn: number, speech: Speech, signal: AbortSignal): Promise<void>;
  /** Says a phrase for an answer. */
  say(turn: number, phrase: PhraseName): void;
  /** Plays a phrase that is no part of any answer. */
  fill(turn: number, phrase: PhraseName): void;
}

/** Opens a mouth; what it says comes back as events, but for fillers, which are played at once. */
export function createMouth(
  { voice, phrases, reading, pump }: MouthParts,
  tell: (event: Event) => void,
): Mouth {
  return {
    async speak(turn, { sentences, allowed }, signal) {
      const thought = readAhead(sentences, (text) => {
        if (!signal.aborted) tell({ type: 'sentence-ready', turn, text, at: Date.now() });
      });
      // Words that cannot be had are known of before anybody may say them.
      await Promise.race([allowed, thought.finished.then(() => allowed)]);
      for await (const audio of voice.speak(spoken(thought.words, reading), signal)) {
        if (signal.aborted) return;
        tell({ type: 'audio-arrived', turn, audio, at: Date.now() });
      }
      tell({ type: 'audio-finished', turn, at: Date.now() });
    },

    say(turn, phrase) {
      const { text, audio } = phrases[phrase];
      const at = Date.now();
      tell({ type: 'sentence-ready', turn, text, at });
      tell({ type: 'audio-arrived', turn, audio, at });
      tell({ type: 'audio-finished', turn, at });
    },

    fill(turn, phrase) {
      const { audio } = phrases[phrase];
      pump.play(audio);
      tell({ type: 'filled', turn, durationMs: audio.length / BYTES_PER_MS, at: Date.now() });
    },
  };
}

async function* spoken(sentences: AsyncIterable<string>, reading: Reading) {
  for await (const sentence of sentences) yield toSpoken(sentence, reading);
}
