import type { Line } from './dialogue.ts';

/** One row of `call_turn`: what the caller said, what the agent answered, what of it was heard, and how long each step took. */
export type CallTurn = {
  readonly call_sid: string;
  /** Generation and number of the turn, `002-0007`, or the recording, `rec-RE…`. */
  readonly id: string;
  readonly mode: 'live' | 'batch' | 'recording' | 'rescued';
  /** When the caller's words were committed. */
  readonly started_at: number;
  readonly user_text: string;
  readonly reply_text?: string;
  readonly heard_text?: string;
  /** End of the caller's speech → transcript. */
  readonly t_audio_ms?: number;
  /** Transcript → first sentence. */
  readonly t_nlp_ms?: number;
  /** First sentence → first audio. */
  readonly t_tts_ms?: number;
  /** End of the caller's speech → first frame out. */
  readonly t_total_ms?: number;
};

/** Names a turn of a stream so that turns sort in the order in which they were spoken. */
export function turnId(gen: number, turn: number): string {
  return `${String(gen).padStart(3, '0')}-${String(turn).padStart(4, '0')}`;
}

/** Orders turns as they were spoken and gives their lines, the agent's as far as they were heard. */
export function toDialogue(turns: readonly CallTurn[]): Line[] {
  const spoken = [...turns].sort((a, b) => a.started_at - b.started_at || (a.id < b.id ? -1 : 1));
  return spoken.flatMap((turn) => {
    const lines: Line[] = [];
    if (turn.user_text) lines.push({ speaker: 'caller', text: turn.user_text });
    if (turn.heard_text) lines.push({ speaker: 'agent', text: turn.heard_text });
    return lines;
  });
}

// The CRM is read by the office, in Hebrew.
const speakers = { caller: 'לקוח', agent: 'סוכן' } as const;

/** Writes a dialogue down as the CRM shows it, one line a speaker's line. */
export function toTranscript(dialogue: readonly Line[]): string {
  return dialogue.map((line) => `${speakers[line.speaker]}: ${line.text}`).join('\n');
}
