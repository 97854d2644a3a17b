import type { Line } from '#shared/domain/dialogue.ts';
import type { Effect, Event } from './conversation-events.ts';
import { BYTES_PER_MS } from './mulaw.ts';
import { begun, markName, type Reply, readMark, timings, wordsOf } from './reply.ts';

/** How much audio lies between two marks: the heard text is known to about a second. */
const MARK_EVERY_MS = 1_000;

/** One stream's conversation: whose turn it is, and what was said and heard so far. */
export type Conversation = {
  readonly phase: Phase;
  /** Number of the latest turn; 0 is the agent's opening after a call was connected again. */
  readonly turn: number;
  readonly dialogue: readonly Line[];
};

type Phase =
  | { readonly name: 'listening' }
  | { readonly name: 'hearing' }
  | { readonly name: 'thinking'; readonly reply: Reply }
  | { readonly name: 'speaking'; readonly reply: Reply }
  | { readonly name: 'ended' };

/** Before the stream is attached. */
export const unopened: Conversation = { phase: { name: 'listening' }, turn: 0, dialogue: [] };

/** Advances the conversation by one event: the new state, then what is to be done, in order. */
export function step(state: Conversation, event: Event): [Conversation, ...Effect[]] {
  if (state.phase.name === 'ended') return [state];
  switch (event.type) {
    case 'attached':
      return opened({ ...state, dialogue: event.dialogue }, event);
    case 'speech-started':
      return yielded(state);
    case 'speech-ended':
      return committed(state, event);
    case 'transcribed':
      return understood(state, event);
    case 'sentence-ready':
      return worded(state, event);
    case 'audio-arrived':
      return sounded(state, event);
    case 'audio-finished':
      return voiced(state, event);
    case 'mark-reached':
      return heard(state, event);
    case 'failed':
      return failed(state, event);
    case 'task-stopping':
      return ended(state, { type: 'close', intent: 'moved' });
    case 'stream-stopped':
      return ended(state);
  }
}

type Step = [Conversation, ...Effect[]];
type Of<T extends Event['type']> = Extract<Event, { type: T }>;

/** A caller who was cut off hears at once that the agent is back. */
function opened(state: Conversation, { isResumed, at }: Of<'attached'>): Step {
  if (!isResumed) return [state];
  const { turn } = state;
  return [
    { ...state, phase: { name: 'thinking', reply: begun(at) } },
    { type: 'open-turn', turn, columns: { started_at: at, user_text: '', mode: 'live' } },
    { type: 'reopen', turn },
  ];
}

/** Whoever starts to speak has the floor: the agent falls silent and keeps only what was heard. */
function yielded(state: Conversation): Step {
  const [silenced, ...effects] = silence(state);
  return [{ ...silenced, phase: { name: 'hearing' } }, ...effects];
}

/** The caller has finished: what was said is transcribed, whatever becomes of it. */
function committed(state: Conversation, { at, silenceMs, utterance }: Of<'speech-ended'>): Step {
  if (state.phase.name !== 'hearing') return [state];
  const turn = state.turn + 1;
  const speechEndedAt = at - silenceMs;
  return [
    { ...state, turn, phase: { name: 'thinking', reply: begun(speechEndedAt) } },
    { type: 'transcribe', turn, utterance, speechEndedAt },
  ];
}

/** Words are written down even when the caller has gone on speaking; the latest turn answers them all. */
function understood(state: Conversation, event: Of<'transcribed'>): Step {
  const { turn, text, at, speechEndedAt } = event;
  const columns = {
    started_at: at,
    user_text: text,
    mode: 'batch',
    t_audio_ms: at - speechEndedAt,
  } as const;
  const written = { type: 'open-turn', turn, columns } as const;
  const dialogue = text
    ? [...state.dialogue, { speaker: 'caller', text } as const]
    : state.dialogue;
  const { phase } = state;
  if (phase.name !== 'thinking' || turn !== state.turn) {
    return text ? [{ ...state, dialogue }, written] : [state];
  }
  if (dialogue.at(-1)?.speaker !== 'caller') return [{ ...state, phase: { name: 'listening' } }];
  const reply = { ...phase.reply, transcribedAt: at };
  return [
    { ...state, dialogue, phase: { name: 'thinking', reply } },
    written,
    { type: 'reply', turn, dialogue },
  ];
}

function worded(state: Conversation, { turn, text, at }: Of<'sentence-ready'>): Step {
  const phase = replying(state, turn);
  if (!phase) return [state];
  const { firstSentenceAt = at, sentences } = phase.reply;
  const reply = { ...phase.reply, firstSentenceAt, sentences: [...sentences, text] };
  return [{ ...state, phase: { ...phase, reply } }];
}

function sounded(state: Conversation, { turn, audio, at }: Of<'audio-arrived'>): Step {
  const phase = replying(state, turn);
  if (!phase || audio.length === 0) return [state];
  const { reply } = phase;
  const audioMs = reply.audioMs + audio.length / BYTES_PER_MS;
  const isMarked = audioMs - reply.markedMs >= MARK_EVERY_MS;
  const markedMs = isMarked ? audioMs : reply.markedMs;
  const effects: Effect[] = [{ type: 'play', audio }];
  if (isMarked) effects.push({ type: 'mark', name: markName(turn, audioMs) });
  if (phase.name === 'thinking') {
    effects.push({ type: 'update-turn', turn, columns: timings(reply, at) });
  }
  return [
    { ...state, phase: { name: 'speaking', reply: { ...reply, audioMs, markedMs } } },
    ...effects,
  ];
}

/** All of an answer has been handed to the line; one without a sound has failed. */
function voiced(state: Conversation, { turn }: Pick<Of<'audio-finished'>, 'turn'>): Step {
  const phase = replying(state, turn);
  if (!phase) return [state];
  if (phase.name === 'thinking') return failed(state, { turn });
  const reply = { ...phase.reply, isWhole: true };
  return [
    { ...state, phase: { name: 'speaking', reply } },
    { type: 'mark', name: markName(turn, reply.audioMs) },
  ];
}

function heard(state: Conversation, { name }: Of<'mark-reached'>): Step {
  const { turn, playedMs } = readMark(name);
  const phase = replying(state, turn);
  if (phase?.name !== 'speaking') return [state];
  const reply = { ...phase.reply, playedMs: Math.max(phase.reply.playedMs, playedMs) };
  const spoken: Conversation = { ...state, phase: { name: 'speaking', reply } };
  if (!reply.isWhole || reply.playedMs < reply.audioMs) return [spoken];
  const [concluded, ...effects] = conclude(spoken, reply);
  return [{ ...concluded, phase: { name: 'listening' } }, ...effects];
}

/** A turn that fails before a sound of it was heard takes the call to the recorded prompt; later, what was said stands. */
function failed(state: Conversation, { turn }: Pick<Of<'failed'>, 'turn'>): Step {
  const phase = replying(state, turn);
  if (phase?.name === 'thinking') return ended(state, { type: 'close', intent: 'fallback' });
  return voiced(state, { turn });
}

function ended(state: Conversation, ...closing: Effect[]): Step {
  const [silenced, ...effects] = silence(state);
  return [{ ...silenced, phase: { name: 'ended' } }, ...effects, ...closing, { type: 'finish' }];
}

/** Stops whatever the agent is about to say or saying. */
function silence(state: Conversation): Step {
  const phase = replying(state, state.turn);
  if (!phase) return [state];
  if (phase.name === 'thinking') return [state, { type: 'abort-reply' }];
  const [concluded, ...effects] = conclude(state, phase.reply);
  return [concluded, { type: 'abort-reply' }, { type: 'clear' }, ...effects];
}

/** Puts the agent's line into the dialogue as far as it was heard. */
function conclude(state: Conversation, reply: Reply): Step {
  const { said, heard: text } = wordsOf(reply);
  const line = { speaker: 'agent', text } as const;
  const columns = { reply_text: said, heard_text: text };
  return [
    { ...state, dialogue: text ? [...state.dialogue, line] : state.dialogue },
    { type: 'update-turn', turn: state.turn, columns },
  ];
}

/** The phase of a turn that is being answered; undefined where it is not, or no longer. */
function replying(state: Conversation, turn: number): Extract<Phase, { reply: Reply }> | undefined {
  const { phase } = state;
  const isReplying = phase.name === 'thinking' || phase.name === 'speaking';
  return isReplying && turn === state.turn ? phase : undefined;
}
