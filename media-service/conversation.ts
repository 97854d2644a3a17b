import type { Intent } from '#shared/domain/call-log.ts';
import type { CallTurn } from '#shared/domain/call-turn.ts';
import type { Line } from '#shared/domain/dialogue.ts';
import { heardText } from '#shared/domain/heard.ts';
import { BYTES_PER_MS } from './mulaw.ts';

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

/** The agent's answer as far as it has come. Moments are epoch milliseconds. */
type Reply = {
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

/** What happened, and when (epoch milliseconds). */
export type Event = { readonly at: number } & (
  | { readonly type: 'attached'; readonly isResumed: boolean; readonly dialogue: readonly Line[] }
  | { readonly type: 'speech-started' }
  | { readonly type: 'speech-ended'; readonly silenceMs: number; readonly utterance: Uint8Array }
  | {
      readonly type: 'transcribed';
      readonly turn: number;
      readonly speechEndedAt: number;
      readonly text: string;
    }
  | { readonly type: 'sentence-ready'; readonly turn: number; readonly text: string }
  | { readonly type: 'audio-arrived'; readonly turn: number; readonly audio: Uint8Array }
  | { readonly type: 'audio-finished'; readonly turn: number }
  | { readonly type: 'mark-reached'; readonly name: string }
  | { readonly type: 'failed'; readonly turn: number }
  | { readonly type: 'task-stopping' }
  | { readonly type: 'stream-stopped' }
);

/** What is to be done. */
export type Effect =
  | {
      readonly type: 'transcribe';
      readonly turn: number;
      readonly utterance: Uint8Array;
      readonly speechEndedAt: number;
    }
  | { readonly type: 'reply'; readonly turn: number; readonly dialogue: readonly Line[] }
  | { readonly type: 'reopen'; readonly turn: number }
  | { readonly type: 'play'; readonly audio: Uint8Array }
  | { readonly type: 'mark'; readonly name: string }
  | { readonly type: 'clear' }
  | { readonly type: 'abort-reply' }
  | { readonly type: 'open-turn'; readonly turn: number; readonly columns: TurnOpened }
  | { readonly type: 'update-turn'; readonly turn: number; readonly columns: TurnColumns }
  | { readonly type: 'close'; readonly intent: Intent }
  | { readonly type: 'finish' };

type TurnOpened = Pick<CallTurn, 'started_at' | 'user_text'> & TurnColumns;
type TurnColumns = Partial<Omit<CallTurn, 'call_sid' | 'id'>>;

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
  const writing: Effect[] = text ? [{ type: 'open-turn', turn, columns }] : [];
  const dialogue = text
    ? [...state.dialogue, { speaker: 'caller', text } as const]
    : state.dialogue;
  const { phase } = state;
  if (phase.name !== 'thinking' || turn !== state.turn) return [{ ...state, dialogue }, ...writing];
  if (dialogue.at(-1)?.speaker !== 'caller') return [{ ...state, phase: { name: 'listening' } }];
  const reply = { ...phase.reply, transcribedAt: at };
  return [
    { ...state, dialogue, phase: { name: 'thinking', reply } },
    ...writing,
    { type: 'reply', turn, dialogue },
  ];
}

function worded(state: Conversation, { turn, text, at }: Of<'sentence-ready'>): Step {
  return withReply(state, turn, (reply) => ({
    ...reply,
    firstSentenceAt: reply.firstSentenceAt ?? at,
    sentences: [...reply.sentences, text],
  }));
}

function sounded(state: Conversation, { turn, audio, at }: Of<'audio-arrived'>): Step {
  const { phase } = state;
  if (!isReplying(phase) || turn !== state.turn || audio.length === 0) return [state];
  const { reply } = phase;
  const audioMs = reply.audioMs + audio.length / BYTES_PER_MS;
  const isMarked = audioMs - reply.markedMs >= MARK_EVERY_MS;
  const timing: Effect[] =
    phase.name === 'thinking' ? [{ type: 'update-turn', turn, columns: timings(reply, at) }] : [];
  return [
    {
      ...state,
      phase: {
        name: 'speaking',
        reply: { ...reply, audioMs, markedMs: isMarked ? audioMs : reply.markedMs },
      },
    },
    { type: 'play', audio },
    ...(isMarked ? [{ type: 'mark', name: markName(turn, audioMs) } as const] : []),
    ...timing,
  ];
}

function voiced(state: Conversation, { turn }: Of<'audio-finished'>): Step {
  const { phase } = state;
  if (!isReplying(phase) || turn !== state.turn) return [state];
  if (phase.name === 'thinking') return failed(state, { turn });
  const reply = { ...phase.reply, isWhole: true };
  return [
    { ...state, phase: { name: 'speaking', reply } },
    { type: 'mark', name: markName(turn, reply.audioMs) },
  ];
}

function heard(state: Conversation, { name }: Of<'mark-reached'>): Step {
  const { phase } = state;
  const [turn, playedMs] = name.split(':').map(Number);
  if (phase.name !== 'speaking' || turn !== state.turn || !playedMs) return [state];
  const reply = { ...phase.reply, playedMs: Math.max(phase.reply.playedMs, playedMs) };
  const spoken: Conversation = { ...state, phase: { name: 'speaking', reply } };
  if (!reply.isWhole || reply.playedMs < reply.audioMs) return [spoken];
  const [concluded, ...effects] = conclude(spoken, reply);
  return [{ ...concluded, phase: { name: 'listening' } }, ...effects];
}

/** A turn that fails before a sound of it was heard takes the call to the recorded prompt; later, what was said stands. */
function failed(state: Conversation, { turn }: Pick<Of<'failed'>, 'turn'>): Step {
  const { phase } = state;
  if (turn !== state.turn || !isReplying(phase)) return [state];
  if (phase.name === 'thinking') return ended(state, { type: 'close', intent: 'fallback' });
  return voiced(state, { type: 'audio-finished', turn, at: 0 });
}

function ended(state: Conversation, ...closing: Effect[]): Step {
  const [silenced, ...effects] = silence(state);
  return [{ ...silenced, phase: { name: 'ended' } }, ...effects, ...closing, { type: 'finish' }];
}

/** Stops whatever the agent is about to say or saying. */
function silence(state: Conversation): Step {
  const { phase } = state;
  if (!isReplying(phase)) return [state];
  if (phase.name === 'thinking') return [state, { type: 'abort-reply' }];
  const [concluded, ...effects] = conclude(state, phase.reply);
  return [concluded, { type: 'abort-reply' }, { type: 'clear' }, ...effects];
}

/** Puts the agent's line into the dialogue as far as it was heard. */
function conclude(state: Conversation, reply: Reply): Step {
  const text = reply.sentences.join(' ');
  const heardSoFar = heardText(text, reply.playedMs, reply.audioMs);
  const line = { speaker: 'agent', text: heardSoFar } as const;
  return [
    { ...state, dialogue: heardSoFar ? [...state.dialogue, line] : state.dialogue },
    {
      type: 'update-turn',
      turn: state.turn,
      columns: { reply_text: text, heard_text: heardSoFar },
    },
  ];
}

function withReply(state: Conversation, turn: number, change: (reply: Reply) => Reply): Step {
  const { phase } = state;
  if (!isReplying(phase) || turn !== state.turn) return [state];
  return [{ ...state, phase: { ...phase, reply: change(phase.reply) } }];
}

function isReplying(phase: Phase): phase is Extract<Phase, { reply: Reply }> {
  return phase.name === 'thinking' || phase.name === 'speaking';
}

function begun(speechEndedAt: number): Reply {
  return { speechEndedAt, sentences: [], audioMs: 0, markedMs: 0, playedMs: 0, isWhole: false };
}

function timings(reply: Reply, firstAudioAt: number): TurnColumns {
  const { speechEndedAt, transcribedAt = speechEndedAt, firstSentenceAt = firstAudioAt } = reply;
  return {
    reply_text: reply.sentences.join(' '),
    t_nlp_ms: firstSentenceAt - transcribedAt,
    t_tts_ms: firstAudioAt - firstSentenceAt,
    t_total_ms: firstAudioAt - speechEndedAt,
  };
}

function markName(turn: number, playedMs: number): string {
  return `${turn}:${playedMs}`;
}
