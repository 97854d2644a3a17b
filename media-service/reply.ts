import { heardText } from '#shared/domain/heard.ts';
import type { TurnColumns } from './conversation-events.ts';

/** The agent's answer as far as it has come. Moments are epoch milliseconds. */
export type Reply = {
  readonly speechEndedAt: number;
  readonly transcribedAt?: number;
  readonly firstSentenceAt?: number;
  readonly sentences: readonly string[];
  /** Length of the audio handed to the line, and how much of it lies before the last mark. */
  readonly audioMs: number;
  readonly markedMs: number;
  /** How much of it the caller has heard for certain. */
  readonly playedMs: number;
  /** Whether all of its audio has been handed to the line. */
  readonly isWhole: boolean;
};

/** An answer of which nothing is known but when the caller stopped speaking. */
export function begun(speechEndedAt: number): Reply {
  return { speechEndedAt, sentences: [], audioMs: 0, markedMs: 0, playedMs: 0, isWhole: false };
}

/** How long each step took until the first sound left. */
export function timings(reply: Reply, firstAudioAt: number): TurnColumns {
  const { speechEndedAt, transcribedAt = speechEndedAt, firstSentenceAt = firstAudioAt } = reply;
  return {
    reply_text: reply.sentences.join(' '),
    t_nlp_ms: firstSentenceAt - transcribedAt,
    t_tts_ms: firstAudioAt - firstSentenceAt,
    t_total_ms: firstAudioAt - speechEndedAt,
  };
}

/** Names the place in a turn's audio that a mark tells about. */
export function markName(turn: number, playedMs: number): string {
  return `${turn}:${playedMs}`;
}

/** Reads a mark's name. */
export function readMark(name: string): { turn: number; playedMs: number } {
  const [turn = Number.NaN, playedMs = Number.NaN] = name.split(':').map(Number);
  return { turn, playedMs };
}

/** The words of an answer, and as many of them as the caller heard. */
export function wordsOf(reply: Reply): { said: string; heard: string } {
  const said = reply.sentences.join(' ');
  return { said, heard: heardText(said, reply.playedMs, reply.audioMs) };
}
