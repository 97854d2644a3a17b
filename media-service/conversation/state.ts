import type { Intended } from '#shared/domain/calls/call-log.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import type { CallerTurn } from './caller-turn.ts';
import type { Effect } from './events.ts';

/** The keys that a caller has pressed so far, and whether they could be handed over by then. */
type Keys = {
  readonly digits: string;
  readonly officeAnswers: boolean;
  readonly pressedAt: number;
};

/** One stream's conversation. Moments are epoch milliseconds. */
export type Conversation = {
  readonly phase: Phase;
  readonly dialogue: readonly Line[];
  /** The caller's turn as far as it is not in the dialogue yet. */
  readonly callerTurn?: CallerTurn | undefined;
  /** The number of the next utterance or turn. */
  readonly nextTurn: number;
  /** How many turns in a row had a voice but no words. */
  readonly emptyTurns: number;
  /** How many turns in a row were answered without a tool. */
  readonly idleTurns: number;
  /** How many replies in a row broke off. */
  readonly brokenReplies: number;
  /** How long the caller has waited for answers that they interrupted, since they heard the last one. */
  readonly unansweredMs: number;
  /** Keys that may not be complete. */
  readonly keys?: Keys | undefined;
  /** The end of the longest call that is allowed. */
  readonly endsAt: number;
  /** Whether replies are drafted before a turn is certain to be over. */
  readonly speculates: boolean;
  /** The moment by which another task must have the call, once this one stops. */
  readonly movesBy?: number;
};

/** The holder of the floor; each phase has only the fields that it needs. */
export type Phase =
  | Listening
  /** The caller speaks; after a noise the phase goes back to `before`. */
  | { readonly name: 'hearing'; readonly before: Listening; readonly draft?: Reply | undefined }
  /** The caller has paused: for a word, or for good. */
  | { readonly name: 'waiting'; readonly before: Listening; readonly draft?: Reply | undefined }
  | { readonly name: 'thinking'; readonly reply: Reply }
  | { readonly name: 'speaking'; readonly reply: Reply }
  /** The agent is silent until it is certain whether the caller wants the floor. */
  | { readonly name: 'paused'; readonly reply: Reply; readonly pausedAt: number }
  | { readonly name: 'ended' };

/** The silence before each of three prompts to the caller: two questions, then a goodbye. */
export const SILENCE_MS = 7_000;

/** Both sides are silent. */
export type Listening = {
  readonly name: 'listening';
  readonly silentSince: number;
  /** How often the caller was asked whether they are there. */
  readonly asked: number;
};

/** The agent's reply as far as it has come. */
export type Reply = {
  readonly turn: number;
  readonly speechEndedAt: number;
  /** When the caller's last utterance was handed to transcription. */
  readonly pausedAt?: number;
  readonly transcribedAt?: number;
  /** When the draft began, where that was before the turn was over. */
  readonly draftedAt?: number;
  /** When the turn was over. */
  readonly committedAt?: number;
  readonly firstSentenceAt?: number;
  readonly firstAudioAt?: number;
  readonly sentences: readonly string[];
  readonly audio: readonly Uint8Array[];
  readonly audioMs: number;
  /** How much of the audio lies before the last mark. */
  readonly markedMs: number;
  /** How much of the audio the caller had heard at a moment. */
  readonly playhead: { readonly at: number; readonly playedMs: number };
  /** Counts the takes: each pause begins a new one, and Twilio returns the marks of the last one unheard. */
  readonly take: number;
  /** Whether all of the audio is there. */
  readonly isWhole: boolean;
  /** Whether generation or speech failed before its end. */
  readonly isBroken: boolean;
  /** When a filler is due, unless a sound of the reply comes first. */
  readonly soundDueAt: number;
  /** How many fillers have played for this reply, and when the last one ends. */
  readonly fillers: number;
  readonly fillingUntil: number;
  /** Whether a tool is at work for it. */
  readonly isUsingTool: boolean;
  readonly afterwards: Afterwards;
};

/** The phase after a reply was heard: listening, with the same patience or afresh, or the end of the stream. */
export type Afterwards = Listening | { readonly name: 'close'; readonly intent: Intended };

/** A step of the conversation: the new state, then its effects, in order. */
export type Step = [Conversation, ...Effect[]];

/** Returns the phase of listening afresh, from a moment on. */
export function listening(at: number): Listening {
  return { name: 'listening', silentSince: at, asked: 0 };
}

/** A conversation before its stream is attached. */
export const unopened: Conversation = {
  phase: listening(Number.POSITIVE_INFINITY),
  dialogue: [],
  nextTurn: 1,
  emptyTurns: 0,
  idleTurns: 0,
  brokenReplies: 0,
  unansweredMs: 0,
  endsAt: Number.POSITIVE_INFINITY,
  speculates: false,
};

/** Returns the phase in which a turn is being answered; undefined in every other phase, and for another turn. */
export function answering(
  { phase }: Conversation,
  turn?: number,
): Extract<Phase, { reply: Reply }> | undefined {
  const isAnswering =
    phase.name === 'thinking' || phase.name === 'speaking' || phase.name === 'paused';
  if (!isAnswering || (turn !== undefined && phase.reply.turn !== turn)) return undefined;
  return phase;
}

/** Returns the phase in which the caller has not finished; undefined where the floor is not the caller's. */
export function unfinished({
  phase,
}: Conversation): Extract<Phase, { before: Listening }> | undefined {
  return phase.name === 'hearing' || phase.name === 'waiting' ? phase : undefined;
}

/** Returns whether the agent's last words on this stream are due or said: they cannot be interrupted. */
export function isLastWord(state: Conversation): boolean {
  return answering(state)?.reply.afterwards.name === 'close' || state.phase.name === 'ended';
}
