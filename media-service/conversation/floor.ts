import { isBackChannel } from './back-channel.ts';
import { hush } from './ending.ts';
import type { Of } from './events.ts';
import { listening } from './listening.ts';
import { begun, playedMs, type Reply, resumed, stopped } from './reply.ts';
import { answering, type Conversation, isLastWord, type Step } from './state.ts';

/** The agent pauses after this much voice: less may be a click on the line. */
const PAUSE_VOICED_MS = 128;
/** While its answer has only begun, an echo of it may come back: more voice is asked for. */
const PAUSE_VOICED_AT_START_MS = 400;
/** How long an answer has only begun. */
const START_OF_ANSWER_MS = 400;
/** Who speaks this long wants the floor, whatever is being said. */
const FLOOR_VOICED_MS = 480;
/** How long the agent waits for words after a pause before it goes on: a cough is over by then. */
const RESUME_AFTER_MS = 1_200;
/** Less voice than this is a noise, and not worth a transcription. */
const NOISE_VOICED_MS = 128;
/** More voice than this was meant to be understood. */
export const MEANT_VOICED_MS = 400;
/** With no more than this left of an answer, people already answer it. */
const NEARLY_SAID_MS = 1_500;
/** How often in a row a caller is told that they were not understood: a television goes on for ever. */
const MAX_UNHEARD = 2;

/** Somebody speaks into a silence: they have the floor. */
export function speechStarted(state: Conversation): Step {
  const { phase } = state;
  if (phase.name !== 'listening') return [state];
  return [{ ...state, phase: { name: 'hearing', before: phase } }];
}

/** Somebody goes on speaking: an agent that thinks listens again, one that speaks pauses first, then yields. */
export function speechGrew(state: Conversation, { at, voicedMs }: Of<'speech-grew'>): Step {
  const phase = answering(state);
  if (!phase || isLastWord(state)) return [state];
  switch (phase.name) {
    case 'thinking':
      return voicedMs < NOISE_VOICED_MS ? [state] : yieldFloor(state, at);
    case 'speaking':
      return voicedMs < pauseVoicedMs(phase.reply, at) ? [state] : pause(state, phase.reply, at);
    case 'paused':
      return voicedMs < FLOOR_VOICED_MS ? [state] : yieldFloor(state, at);
  }
}

/** Somebody has finished: what was said becomes a turn, if there was enough of it. */
export function speechEnded(state: Conversation, event: Of<'speech-ended'>): Step {
  const { at, silenceMs, voicedMs, utterance: audio } = event;
  const { phase, nextTurn } = state;
  if (voicedMs < NOISE_VOICED_MS) {
    return phase.name === 'hearing' ? [{ ...state, phase: phase.before }] : [state];
  }
  if (isLastWord(state)) return [state];
  const utterance = { turn: nextTurn, speechEndedAt: at - silenceMs, voicedMs };
  const counted = { ...state, nextTurn: nextTurn + 1 };
  const transcribe = { type: 'transcribe', utterance, audio } as const;
  if (phase.name !== 'hearing') return [counted, transcribe];
  const { speechEndedAt } = utterance;
  const reply = begun({ turn: nextTurn, at, speechEndedAt, afterwards: phase.before });
  return [{ ...counted, phase: { name: 'thinking', reply } }, transcribe];
}

/** What was said is known: words are written down whatever becomes of them, and take the floor. */
export function transcribed(state: Conversation, event: Of<'transcribed'>): Step {
  return event.text ? understood(state, event) : notUnderstood(state, event);
}

/** The agent goes on where it was interrupted by something that was not speech. */
export function resumedByTime(state: Conversation, at: number): Step | undefined {
  const { phase } = state;
  if (phase.name !== 'paused' || at - phase.pausedAt < RESUME_AFTER_MS) return undefined;
  return resume(state, at);
}

function understood(state: Conversation, { at, text, utterance }: Of<'transcribed'>): Step {
  const { turn, speechEndedAt } = utterance;
  const columns = {
    started_at: at,
    user_text: text,
    mode: 'batch',
    t_audio_ms: at - speechEndedAt,
  } as const;
  const written = { type: 'open-turn', turn, columns } as const;
  if (isListeningOn(state, text, speechEndedAt)) return [...resume(state, at), written];
  const isAwaited = answering(state, turn)?.name === 'thinking';
  const isHearing =
    state.phase.name === 'hearing' || (!isAwaited && state.phase.name === 'thinking');
  if (isHearing || isLastWord(state)) return [withLine(state, text), written];

  const [hushed, ...effects] = isAwaited ? [state] : hush(state, at);
  const spoken = { ...withLine(hushed, text), unheard: 0 };
  const afterwards = listening(at);
  const waiting = answering(state, turn)?.reply ?? begun({ turn, at, speechEndedAt, afterwards });
  const reply = { ...waiting, afterwards, transcribedAt: at };
  return [
    { ...spoken, phase: { name: 'thinking', reply } },
    ...effects,
    written,
    { type: 'reply', turn, dialogue: spoken.dialogue },
  ];
}

/** A voice without words: what it interrupted goes on; a caller who meant something is asked to repeat it. */
function notUnderstood(state: Conversation, { at, utterance }: Of<'transcribed'>): Step {
  const { turn, voicedMs } = utterance;
  const { phase, dialogue, unheard } = state;
  if (phase.name === 'paused') return resume(state, at);
  if (answering(state, turn)?.name !== 'thinking' || phase.name !== 'thinking') return [state];
  if (dialogue.at(-1)?.speaker === 'caller') {
    const reply = { ...phase.reply, transcribedAt: at };
    const columns = { started_at: at, user_text: '', mode: 'batch' } as const;
    return [
      { ...state, phase: { name: 'thinking', reply } },
      { type: 'open-turn', turn, columns },
      { type: 'reply', turn, dialogue },
    ];
  }
  const before =
    phase.reply.afterwards.name === 'listening' ? phase.reply.afterwards : listening(at);
  if (voicedMs < MEANT_VOICED_MS || unheard >= MAX_UNHEARD) return [{ ...state, phase: before }];
  return [
    {
      ...state,
      unheard: unheard + 1,
      phase: { name: 'thinking', reply: begun({ turn, at, afterwards: listening(at) }) },
    },
    { type: 'open-turn', turn, columns: { started_at: at, user_text: '', mode: 'batch' } },
    { type: 'say', turn, phrase: 'not_heard' },
  ];
}

/** Whether the caller only shows that they listen; near its end, the same word may answer what is being asked. */
function isListeningOn(state: Conversation, text: string, at: number): boolean {
  const phase = answering(state);
  if (!phase || phase.name === 'thinking' || !isBackChannel(text)) return false;
  return phase.reply.audioMs - playedMs(phase.reply, at) > NEARLY_SAID_MS;
}

function pauseVoicedMs({ firstAudioAt }: Reply, at: number): number {
  const hasJustBegun = firstAudioAt !== undefined && at - firstAudioAt < START_OF_ANSWER_MS;
  return hasJustBegun ? PAUSE_VOICED_AT_START_MS : PAUSE_VOICED_MS;
}

function pause(state: Conversation, reply: Reply, at: number): Step {
  const phase = { name: 'paused', reply: stopped(reply, at), pausedAt: at } as const;
  return [{ ...state, phase }, { type: 'clear' }];
}

function yieldFloor(state: Conversation, at: number): Step {
  const [hushed, ...effects] = hush(state, at);
  return [{ ...hushed, phase: { name: 'hearing', before: listening(at) } }, ...effects];
}

function resume(state: Conversation, at: number): Step {
  const { phase } = state;
  if (phase.name !== 'paused') return [state];
  const [reply, ...effects] = resumed(phase.reply, at);
  return [{ ...state, phase: { name: 'speaking', reply } }, ...effects];
}

function withLine(state: Conversation, text: string): Conversation {
  return { ...state, dialogue: [...state.dialogue, { speaker: 'caller', text }] };
}
