import type { CallTurn } from '#shared/domain/calls/call-turn.ts';

/** What the caller said between two pauses, on its way to become words; the first of a turn gives it its number. */
export type Utterance = {
  readonly turn: number;
  readonly speechEndedAt: number;
  /** When the pause was long enough. */
  readonly pausedAt: number;
  readonly voicedMs: number;
};

/** How words were understood: while they were spoken, or from their recording. */
export type Understood = Extract<CallTurn['mode'], 'live' | 'batch'>;
