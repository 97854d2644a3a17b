import { type Line, withNotes } from './dialogue.ts';

/** One row of `call_turn`: the caller's words, the agent's answer, its heard part, and the time of each step. */
export type CallTurn = {
  readonly call_sid: string;
  /** Generation and number of the turn, `002-0007`; for a voicemail, `rec-RE…`. */
  readonly id: string;
  readonly mode: 'live' | 'batch' | 'recording' | 'rescued';
  /** When the caller's words were committed. */
  readonly started_at: number;
  readonly user_text: string;
  /** Progress of a recording's transcription; absent if the words were transcribed during the call. */
  readonly transcription?: 'pending' | 'done' | 'failed';
  /** End of the lease on the transcription, in epoch milliseconds; absent while no worker holds it. */
  readonly pending_until?: number;
  readonly reply_text?: string;
  readonly heard_text?: string;
  /** Short results of the tools that the agent used for its answer. */
  readonly tool_notes?: readonly string[];
  /** From the end of the caller's speech to the transcript. */
  readonly t_audio_ms?: number;
  /** From the transcript to the first sentence. */
  readonly t_nlp_ms?: number;
  /** From the first sentence to the first audio. */
  readonly t_tts_ms?: number;
  /** From the end of the caller's speech to the first frame out. */
  readonly t_total_ms?: number;
  /** Time saved on the first sentence because the model was asked before the turn was over. */
  readonly t_saved_ms?: number;
  /** Whether the model was asked before the turn was over. */
  readonly speculated?: boolean;
  /** Whether the caller interrupted the agent. */
  readonly interrupted?: boolean;
};

/** Returns the id of a turn of a stream; ids sort in the order in which the turns were spoken. */
export function turnId(gen: number, turn: number): string {
  return `${String(gen).padStart(3, '0')}-${String(turn).padStart(4, '0')}`;
}

/** Returns the lines of turns in spoken order; an agent's line ends where the caller stopped hearing it. */
export function toDialogue(turns: readonly CallTurn[]): Line[] {
  let lines: Line[] = [];
  for (const { user_text: said, heard_text: heard, tool_notes: notes } of inOrder(turns)) {
    if (said) lines.push({ speaker: 'caller', text: said });
    // A turn that pays an answer owed has no words of the caller's: its notes belong to their last ones.
    if (notes) lines = withNotes(lines, notes);
    if (heard) lines.push({ speaker: 'agent', text: heard });
  }
  return lines;
}

/** Returns the heard part of a text, cut to whole words, from the played share of its audio. */
export function heardText(text: string, playedMs: number, audioMs: number): string {
  if (playedMs >= audioMs) return text;
  const characters = Math.floor((text.length * Math.max(0, playedMs)) / audioMs);
  if (characters >= text.length || /\s/.test(text[characters] ?? ' ')) {
    return text.slice(0, characters).trim();
  }
  const lastSpace = text.lastIndexOf(' ', characters);
  return lastSpace < 0 ? '' : text.slice(0, lastSpace).trim();
}

/**
 * Returns the unheard end of the agent's last answer, from the interrupted sentence on.
 * It is empty if all of the answer was heard.
 */
export function toUnheard(turns: readonly CallTurn[]): string {
  const { reply_text: reply = '', heard_text: heard = '' } = inOrder(turns).at(-1) ?? {};
  if (heard.length >= reply.length || !reply.startsWith(heard)) return '';
  const lastEnd = [...reply.slice(0, heard.length + 1).matchAll(/[.?!]\s/g)].at(-1);
  return reply.slice(lastEnd ? lastEnd.index + 2 : 0);
}

// The office reads the CRM in Hebrew.
const speakers = { caller: 'לקוח', agent: 'סוכן' } as const;

/** Returns a dialogue as the CRM shows it, one text line per spoken line. */
export function toTranscript(dialogue: readonly Line[]): string {
  return dialogue.map((line) => `${speakers[line.speaker]}: ${line.text}`).join('\n');
}

function inOrder(turns: readonly CallTurn[]): CallTurn[] {
  return [...turns].sort((a, b) => a.started_at - b.started_at || (a.id < b.id ? -1 : 1));
}
