import { toWav } from '@agent-locator/audio/wav.ts';
import { turnId } from '#shared/domain/calls/call-turn.ts';
import type { CallTurns, HeldStream, Recordings } from '#shared/ports/calls.ts';
import type { LiveTranscriber, Transcriber } from '#shared/ports/speech.ts';
import type { TranscriptionMode, Utterance } from './utterance.ts';

export type UtteranceTranscriberParts = {
  readonly transcriber: Transcriber;
  readonly liveTranscriber: LiveTranscriber;
  readonly turns: Pick<CallTurns, 'insert'>;
  readonly recordings: Pick<Recordings, 'put'>;
};

/** Takes idempotent writes, and does them in order. */
type Writes = { write(work: () => Promise<unknown>): void };

/** Transcribes the caller's utterances: live, as a batch, or after the call from a recording. No utterance is lost. */
export interface UtteranceTranscriber {
  /** Takes the audio of an utterance as it comes. */
  hear(mulaw: Uint8Array): void;
  /** Ends the utterance and starts its live transcription. */
  commit(mulaw: Uint8Array): void;
  /** Drops the audio since the last commit: it was a noise. */
  drop(): void;
  /**
   * Returns the transcript of a committed utterance, from a batch where the live one fails.
   * @throws VendorFailed and the signal's reason, after the utterance was kept for later.
   */
  transcribe(
    utterance: Utterance,
    mulaw: Uint8Array,
    signal: AbortSignal,
  ): Promise<{ text: string; mode: TranscriptionMode }>;
  /** Keeps an utterance for a transcription after the call. */
  keep(utterance: Utterance, mulaw: Uint8Array): void;
  /** Settles when no transcription is under way. */
  settled(): Promise<unknown>;
}

/** Creates the transcriber of one stream; it works until the signal is aborted. */
export function createUtteranceTranscriber(
  { transcriber, liveTranscriber, turns, recordings }: UtteranceTranscriberParts,
  { callSid, gen }: HeldStream,
  { writes, signal: call }: { readonly writes: Writes; readonly signal: AbortSignal },
): UtteranceTranscriber {
  const live = liveTranscriber.open(call);
  /** The live transcript of an utterance, by its audio. */
  const liveTexts = new WeakMap<Uint8Array, Promise<string>>();
  const underWay = new Set<Promise<unknown>>();

  const keep = ({ turn, speechEndedAt }: Utterance, mulaw: Uint8Array) => {
    const id = turnId(gen, turn);
    const row = { call_sid: callSid, id, started_at: speechEndedAt, user_text: '' } as const;
    writes.write(() => turns.insert({ ...row, mode: 'rescued', transcription: 'pending' }));
    writes.write(() => recordings.put({ callSid, turnId: id }, toWav(mulaw)));
  };

  const transcriptOf = async (mulaw: Uint8Array, signal: AbortSignal) => {
    try {
      const text = await liveTexts.get(mulaw);
      if (text !== undefined) return { text, mode: 'live' } as const;
    } catch {
      // The live transcriber has logged the reason.
      signal.throwIfAborted();
    }
    return { text: await transcriber.transcribe(toWav(mulaw), signal), mode: 'batch' } as const;
  };

  return {
    hear: live.hear,
    drop: live.drop,
    commit(mulaw) {
      const text = live.commit();
      // An utterance that is never asked for must not reject unhandled.
      text.catch(() => {});
      liveTexts.set(mulaw, text);
    },
    keep,
    transcribe(utterance, mulaw, signal) {
      const transcript = transcriptOf(mulaw, signal).catch((error: unknown) => {
        keep(utterance, mulaw);
        throw error;
      });
      underWay.add(transcript);
      const done = () => underWay.delete(transcript);
      transcript.then(done, done);
      return transcript;
    },
    settled: () => Promise.allSettled(underWay),
  };
}
