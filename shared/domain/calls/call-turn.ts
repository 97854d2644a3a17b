import type { Line } from './dialogue.ts';

/** One row of `call_turn`: what the caller said, what the agent answered, what of it was heard, and how long each step took. */
export type CallTurn = {
  readonly call_sid: string;
  /** Generation and number of the turn, `002-0007`, or the message, `rec-RE…`. */
  readonly id: string;
  readonly mode: 'live' | 'batch' | 'recording' | 'rescued';
  /** When the caller's words were committed. */
  readonly started_at: number;
  readonly user_text: string;
  /** How far the transcription of a recording has come; absent where the words were understood at once. */
  readonly transcription?: 'pending' | 'done' | 'failed';
  /** Until when a transcription is whoever works on it's; absent while nobody does. */
  readonly pending_until?: number;
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
  /** How much sooner the first sentence was there because it was thought of before the turn was over. */
  readonly t_saved_ms?: number;
  /** Whether the answer was thought of before the turn was over. */
  readonly speculated?: boolean;
  /** Whether the caller did not let the agent finish. */
  readonly interrupted?: boolean;
};

/** Names a turn of a stream so that turns sort in the order in which they were spoken. */
export function turnId(gen: number, turn: number): string {
  return `${String(gen).padStart(3, '0')}-${String(turn).padStart(4, '0')}`;
}

/** Orders turns as they were spoken and gives their lines, the agent's as far as they were heard. */
export function toDialogue(turns: readonly CallTurn[]): Line[] {
  return inOrder(turns).flatMap((turn) => {
    const lines: Line[] = [];
    if (turn.user_text) lines.push({ speaker: 'caller', text: turn.user_text });
    if (turn.heard_text) lines.push({ speaker: 'agent', text: turn.heard_text });
    return lines;
  });
}

/** Gives what the agent was saying last and the caller did not hear: the end of the last answer, from the sentence on in which it was cut off. */
export function toUnheard(turns: readonly CallTurn[]): string {
  const { reply_text: reply = '', heard_text: heard = '' } = inOrder(turns).at(-1) ?? {};
  if (heard.length >= reply.length || !reply.startsWith(heard)) return '';
  const lastEnd = [...reply.slice(0, heard.length + 1).matchAll(/[.?!]\s/g)].at(-1);
  return reply.slice(lastEnd ? lastEnd.index + 2 : 0);
}

// The CRM is read by the office, in Hebrew.
const speakers = { caller: 'לקוח', agent: 'סוכן' } as const;

/** Writes a dialogue down as the CRM shows it, one line a speaker's line. */
export function toTranscript(dialogue: readonly Line[]): string {
  return dialogue.map((line) => `${speakers[line.speaker]}: ${line.text}`).join('\n');
}

function inOrder(turns: readonly CallTurn[]): CallTurn[] {
  return [...turns].sort((a, b) => a.started_at - b.started_at || (a.id < b.id ? -1 : 1));
}
