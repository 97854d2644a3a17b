import { toWav } from '@agent-locator/audio/wav.ts';
import { turnId } from '#shared/domain/calls/call-turn.ts';
import type { CallTurns, HeldStream, Recordings } from '#shared/ports/calls.ts';
import type { LiveTranscriber, Transcriber } from '#shared/ports/speech.ts';
import type { Understood, Utterance } from './utterance.ts';

export type UnderstandingParts = {
  readonly transcriber: Transcriber;
  readonly liveTranscriber: LiveTranscriber;
  readonly turns: Pick<CallTurns, 'insert'>;
  readonly recordings: Pick<Recordings, 'put'>;
};

/** Takes writes that may be repeated, and does them in order. */
type Writes = { write(work: () => Promise<unknown>): void };

/** Turns what a caller says into words, now or later: no utterance is lost. */
export interface Understanding {
  /** Hears an utterance as it comes. */
  hear(mulaw: Uint8Array): void;
  /** The utterance that was heard is over, and is to be understood: from now on it is put into words. */
  over(mulaw: Uint8Array): void;
  /** What was heard was a noise. */
  forget(): void;
  /** Gives the words of an utterance that is over; one that cannot be understood now, or is not waited for, is kept, and this throws. */
  understand(
    utterance: Utterance,
    mulaw: Uint8Array,
    signal: AbortSignal,
  ): Promise<{ text: string; mode: Understood }>;
  /** Keeps an utterance for a transcription after the call. */
  keep(utterance: Utterance, mulaw: Uint8Array): void;
  /** Settles when no utterance waits for its words. */
  settled(): Promise<unknown>;
}

/** Understands what is said on one stream, until the signal is aborted. */
export function createUnderstanding(
  { transcriber, liveTranscriber, turns, recordings }: UnderstandingParts,
  { callSid, gen }: HeldStream,
  { writes, signal: call }: { readonly writes: Writes; readonly signal: AbortSignal },
): Understanding {
  const live = liveTranscriber.open(call);
  /** The live words of an utterance, by its audio. */
  const liveWords = new WeakMap<Uint8Array, Promise<string>>();
  const underWay = new Set<Promise<unknown>>();

  const keep = ({ turn, speechEndedAt }: Utterance, mulaw: Uint8Array) => {
    const id = turnId(gen, turn);
    const row = { call_sid: callSid, id, started_at: speechEndedAt, user_text: '' } as const;
    writes.write(() => turns.insert({ ...row, mode: 'rescued', transcription: 'pending' }));
    writes.write(() => recordings.put({ callSid, turnId: id }, toWav(mulaw)));
  };

  const wordsOf = async (mulaw: Uint8Array, signal: AbortSignal) => {
    try {
      const text = await liveWords.get(mulaw);
      if (text !== undefined) return { text, mode: 'live' } as const;
    } catch {
      // Whoever hears calls live has said why in its own log.
      signal.throwIfAborted();
    }
    return { text: await transcriber.transcribe(toWav(mulaw), signal), mode: 'batch' } as const;
  };

  return {
    hear: live.hear,
    forget: live.drop,
    over(mulaw) {
      const words = live.commit();
      // An utterance that nobody asks about may fail unheard.
      words.catch(() => {});
      liveWords.set(mulaw, words);
    },
    keep,
    understand(utterance, mulaw, signal) {
      const words = wordsOf(mulaw, signal).catch((error: unknown) => {
        keep(utterance, mulaw);
        throw error;
      });
      underWay.add(words);
      const done = () => underWay.delete(words);
      words.then(done, done);
      return words;
    },
    settled: () => Promise.allSettled(underWay),
  };
}
