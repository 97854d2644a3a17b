import { turnId } from '#shared/domain/call-turn.ts';
import type { CallTurns, HeldStream, Recordings, Transcriber } from '#shared/ports.ts';
import type { Utterance } from './conversation/events.ts';
import type { Ledger } from './ledger.ts';
import { toWav } from './wav.ts';

export type UnderstandingParts = {
  readonly transcriber: Transcriber;
  readonly turns: Pick<CallTurns, 'insert'>;
  readonly recordings: Pick<Recordings, 'put'>;
};

/** Turns what a caller says into words, now or later: no utterance is lost. */
export interface Understanding {
  /** Gives the words of an utterance; one that cannot be understood now, or is not waited for, is kept, and this throws. */
  understand(utterance: Utterance, mulaw: Uint8Array, signal: AbortSignal): Promise<string>;
  /** Keeps an utterance for a transcription after the call. */
  keep(utterance: Utterance, mulaw: Uint8Array): void;
  /** Settles when no utterance waits for its words. */
  settled(): Promise<unknown>;
}

/** Understands what is said on one stream. */
export function createUnderstanding(
  { transcriber, turns, recordings }: UnderstandingParts,
  { callSid, gen }: HeldStream,
  ledger: Ledger,
): Understanding {
  const underWay = new Set<Promise<unknown>>();

  const keep = ({ turn, speechEndedAt }: Utterance, mulaw: Uint8Array) => {
    const id = turnId(gen, turn);
    const row = { call_sid: callSid, id, started_at: speechEndedAt, user_text: '' } as const;
    ledger.write(() => turns.insert({ ...row, mode: 'rescued', transcription: 'pending' }));
    ledger.write(() => recordings.put({ callSid, turnId: id }, toWav(mulaw)));
  };

  return {
    keep,
    understand(utterance, mulaw, signal) {
      const words = transcriber.transcribe(toWav(mulaw), signal).catch((error: unknown) => {
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
