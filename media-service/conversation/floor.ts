import { NOISE_VOICED_MS } from '#media-service/hearing/endpointing.ts';
import { committed } from './committing.ts';
import { hush, withoutDraft } from './ending.ts';
import type { Of } from './events.ts';
import { listening } from './listening.ts';
import { profileOf } from './profile.ts';
import { type Reply, resumed, stopped } from './reply.ts';
import { withUtterance } from './said.ts';
import { type Conversation, isLastWord, type Step, unfinished } from './state.ts';

/** While its answer has only begun, an echo of it may come back: more voice is asked for. */
const PAUSE_VOICED_AT_START_MS = 400;
/** How long an answer has only begun. */
const START_OF_ANSWER_MS = 400;
/** How long the agent waits for words after a pause before it goes on: a cough is over by then. */
const RESUME_AFTER_MS = 1_200;
/** A turn in which somebody paused this often is written down as it is: a radio never ends its sentence. */
const MAX_UTTERANCES = 20;

/** Somebody speaks into a silence: they have the floor. */
export function speechStarted(state: Conversation): Step {
  const { phase } = state;
  if (phase.name === 'listening') return [{ ...state, phase: { name: 'hearing', before: phase } }];
  if (phase.name === 'waiting') return [{ ...state, phase: { ...phase, name: 'hearing' } }];
  return [state];
}

/** Somebody goes on speaking: what was thought of their turn is in vain, an agent that thinks listens again, one that speaks pauses first, then yields. */
export function speechGrew(state: Conversation, { at, voicedMs }: Of<'speech-grew'>): Step {
  if (isLastWord(state)) return [state];
  const { phase } = state;
  const profile = profileOf(state);
  switch (phase.name) {
    case 'listening':
    case 'waiting': {
      const [hearing, ...effects] = speechStarted(state);
      const [heard, ...more] = speechGrew(hearing, { type: 'speech-grew', at, voicedMs });
      return [heard, ...effects, ...more];
    }
    case 'hearing':
      return voicedMs < NOISE_VOICED_MS ? [state] : withoutDraft(state);
    case 'thinking':
      return voicedMs < profile.thoughtVoicedMs ? [state] : yieldFloor(state, at);
    case 'speaking': {
      const isEnough = voicedMs >= pauseVoicedMs(phase.reply, at, profile.pauseVoicedMs);
      return isEnough ? pause(state, phase.reply, at) : [state];
    }
    case 'paused':
      return voicedMs < profile.floorVoicedMs ? [state] : yieldFloor(state, at);
    case 'ended':
      return [state];
  }
}

/** Somebody pauses: what was said is to be understood, if there was enough of it, and the turn may be over. */
export function speechPaused(state: Conversation, event: Of<'speech-paused'>): Step {
  const { at, silenceMs, voicedMs, audio } = event;
  if (!(voicedMs >= NOISE_VOICED_MS)) return backFromNoise(state);
  if (isLastWord(state)) return [state];
  const [quiet, ...effects] = withoutDraft(state);
  const { nextTurn: turn, phase } = quiet;
  const utterance = { turn, speechEndedAt: at - silenceMs, pausedAt: at, voicedMs };
  const said = withUtterance(quiet.said, utterance);
  const heard: Conversation = { ...quiet, nextTurn: turn + 1, said };
  const transcribe = { type: 'transcribe', utterance, audio } as const;
  const before = phase.name === 'listening' ? phase : unfinished(quiet)?.before;
  if (!before) return [heard, ...effects, transcribe];
  const waiting: Conversation = { ...heard, phase: { name: 'waiting', before } };
  // Without a silence it was cut off: the turn has lasted as long as it may, or the call has to move.
  const isOver = silenceMs === 0 || said.utterances.length >= MAX_UTTERANCES;
  const [stepped, ...more] = (isOver && committed(waiting, at, { isOver })) || [waiting];
  return [stepped, ...effects, transcribe, ...more];
}

/** The agent goes on where it was interrupted by something that was not speech. */
export function resumedByTime(state: Conversation, at: number): Step | undefined {
  const { phase } = state;
  if (phase.name !== 'paused' || at - phase.pausedAt < RESUME_AFTER_MS) return undefined;
  return resume(state, at);
}

/** The agent goes on where it paused. */
export function resume(state: Conversation, at: number): Step {
  const { phase } = state;
  if (phase.name !== 'paused') return [state];
  const [reply, ...effects] = resumed(phase.reply, at);
  return [{ ...state, phase: { name: 'speaking', reply } }, ...effects];
}

function backFromNoise(state: Conversation): Step {
  const { phase, said } = state;
  if (phase.name !== 'hearing') return [state];
  return [{ ...state, phase: said ? { ...phase, name: 'waiting' } : phase.before }];
}

function pauseVoicedMs({ firstAudioAt }: Reply, at: number, usualMs: number): number {
  const hasJustBegun = firstAudioAt !== undefined && at - firstAudioAt < START_OF_ANSWER_MS;
  return hasJustBegun ? PAUSE_VOICED_AT_START_MS : usualMs;
}

function pause(state: Conversation, reply: Reply, at: number): Step {
  const phase = { name: 'paused', reply: stopped(reply, at), pausedAt: at } as const;
  return [{ ...state, phase }, { type: 'clear' }];
}

function yieldFloor(state: Conversation, at: number): Step {
  const [hushed, ...effects] = hush(state, at);
  return [{ ...hushed, phase: { name: 'hearing', before: listening(at) } }, ...effects];
}
