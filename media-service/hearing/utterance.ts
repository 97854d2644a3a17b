import type { CallTurn } from '#shared/domain/calls/call-turn.ts';

/** The caller's speech between two pauses; the first utterance of a turn gives the turn its number. */
export type Utterance = {
  readonly turn: number;
  readonly speechEndedAt: number;
  /** When the silence was long enough for a pause. */
  readonly pausedAt: number;
  readonly voicedMs: number;
};

/** How an utterance was transcribed: live, while it was spoken, or as a batch from its recording. */
export type TranscriptionMode = Extract<CallTurn['mode'], 'live' | 'batch'>;
