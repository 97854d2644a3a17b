import type { Line } from '#shared/domain/calls/dialogue.ts';
import type { Effect } from './events.ts';
import { type Listening, listening } from './listening.ts';
import type { Reply } from './reply.ts';
import type { Said } from './said.ts';

/** One stream's conversation: whose turn it is, and what was said and heard so far. */
export type Conversation = {
  readonly phase: Phase;
  readonly dialogue: readonly Line[];
  /** What the caller has said and is not in the dialogue yet. */
  readonly said?: Said | undefined;
  /** The number of the utterance or turn that comes next. */
  readonly nextTurn: number;
  /** How many utterances in a row had a voice but no words. */
  readonly unheard: number;
  /** How many answers in a row broke off. */
  readonly stumbles: number;
  /** Keys that may not be complete. */
  readonly keys?: { readonly digits: string; readonly pressedAt: number } | undefined;
  /** When the call has lasted as long as it may (epoch milliseconds). */
  readonly endsAt: number;
  /** Whether answers are thought of before a turn is certain to be over. */
  readonly speculates: boolean;
  /** Until when the call has to be somebody else's, once its task stops (epoch milliseconds). */
  readonly movesBy?: number;
};

/** Whose turn it is, each with only what it needs. */
export type Phase =
  | Listening
  /** The caller speaks; a noise leads back to where it came from. */
  | { readonly name: 'hearing'; readonly before: Listening; readonly draft?: Reply | undefined }
  /** The caller has paused: for a word, or for good. */
  | { readonly name: 'waiting'; readonly before: Listening; readonly draft?: Reply | undefined }
  | { readonly name: 'thinking'; readonly reply: Reply }
  | { readonly name: 'speaking'; readonly reply: Reply }
  /** The agent holds its breath until it is certain that the caller wants the floor. */
  | { readonly name: 'paused'; readonly reply: Reply; readonly pausedAt: number }
  | { readonly name: 'ended' };

/** A step of the conversation: the new state, then what is to be done, in order. */
export type Step = [Conversation, ...Effect[]];

/** A conversation before its stream is attached. */
export const unopened: Conversation = {
  phase: listening(Number.POSITIVE_INFINITY),
  dialogue: [],
  nextTurn: 1,
  unheard: 0,
  stumbles: 0,
  endsAt: Number.POSITIVE_INFINITY,
  speculates: false,
};

/** The phase in which a turn is being answered; undefined where it is not, or no longer. */
export function answering(
  { phase }: Conversation,
  turn?: number,
): Extract<Phase, { reply: Reply }> | undefined {
  const isAnswering =
    phase.name === 'thinking' || phase.name === 'speaking' || phase.name === 'paused';
  if (!isAnswering || (turn !== undefined && phase.reply.turn !== turn)) return undefined;
  return phase;
}

/** The phase in which the caller has not yet finished; undefined where the floor is not theirs. */
export function unfinished({
  phase,
}: Conversation): Extract<Phase, { before: Listening }> | undefined {
  return phase.name === 'hearing' || phase.name === 'waiting' ? phase : undefined;
}

/** Tells whether the agent says the last thing it will say on this stream: nobody interrupts that. */
export function isLastWord(state: Conversation): boolean {
  return answering(state)?.reply.afterwards.name === 'close' || state.phase.name === 'ended';
}
