import { NOISE_VOICED_MS } from '#media-service/hearing/endpointing.ts';
import { withUtterance } from './caller-turn.ts';
import type { EventOf } from './events.ts';
import { playRest, withStoppedPlayhead } from './reply.ts';
import {
  type Conversation,
  isLastWord,
  listening,
  type Reply,
  type Step,
  unfinished,
} from './state.ts';
import { dropDraft, silenceAgent } from './transitions.ts';
import { commitTurn } from './turn-commit.ts';
import { isDictated } from './turn-end.ts';

/** How much of the caller's voice interrupts the agent, in milliseconds. */
type InterruptionProfile = {
  /** A speaking agent pauses: less may be a click on the line. */
  readonly pauseVoicedMs: number;
  /** A paused agent yields the floor, whatever the words are. */
  readonly floorVoicedMs: number;
  /** A thinking agent listens again. */
  readonly thoughtVoicedMs: number;
};

/** 640 ms is longer than a "fine" or an "of course". After less voice, the words decide whether the agent yields. */
const usual: InterruptionProfile = {
  pauseVoicedMs: 128,
  floorVoicedMs: 640,
  thoughtVoicedMs: 128,
};
const profiles = {
  /** Before the caller's first words: a line that opens crackles, and people say hello twice. */
  greeting: { ...usual, pauseVoicedMs: 192 },
  'open-question': usual,
  /** A caller who reads a number goes on where the agent replies too early. */
  dictating: { ...usual, floorVoicedMs: 320 },
  /** A tool is at work: an "okay" meanwhile must not undo it. */
  'tool-running': { ...usual, thoughtVoicedMs: 480 },
} as const satisfies Record<string, InterruptionProfile>;

/** More voice is needed to pause a reply in its first moments: the voice may be the reply's echo. */
const PAUSE_VOICED_AT_START_MS = 400;
/** How long those first moments last. */
const START_OF_REPLY_MS = 400;
/** How long a paused agent waits for words before it resumes: a cough is over by then. */
const RESUME_AFTER_MS = 1_200;
/** A turn of this many utterances is committed as it is: a radio never ends its sentence. */
const MAX_UTTERANCES = 20;

/** Gives the floor to a caller who speaks into a silence. */
export function speechStarted(state: Conversation): Step {
  const { phase } = state;
  if (phase.name === 'listening') return [{ ...state, phase: { name: 'hearing', before: phase } }];
  if (phase.name === 'waiting') return [{ ...state, phase: { ...phase, name: 'hearing' } }];
  return [state];
}

/** Drops the draft; makes a thinking agent listen, a speaking one pause, and a paused one yield. */
export function speechGrew(state: Conversation, { at, voicedMs }: EventOf<'speech-grew'>): Step {
  if (isLastWord(state)) return [state];
  const { phase } = state;
  const profile = profileOf(state);
  switch (phase.name) {
    case 'listening':
    case 'waiting': {
      const [hearing, ...effects] = speechStarted(state);
      const [next, ...more] = speechGrew(hearing, { type: 'speech-grew', at, voicedMs });
      return [next, ...effects, ...more];
    }
    case 'hearing':
      return voicedMs < NOISE_VOICED_MS ? [state] : dropDraft(state);
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

/** Has the utterance transcribed, unless it was a noise, and waits for the end of the turn. */
export function speechPaused(state: Conversation, event: EventOf<'speech-paused'>): Step {
  const { at, silenceMs, voicedMs, audio } = event;
  if (!(voicedMs >= NOISE_VOICED_MS)) return dismissNoise(state);
  if (isLastWord(state)) return [state];
  const [quiet, ...effects] = dropDraft(state);
  const { nextTurn: turn, phase } = quiet;
  const utterance = { turn, speechEndedAt: at - silenceMs, pausedAt: at, voicedMs };
  const callerTurn = withUtterance(quiet.callerTurn, utterance);
  const next: Conversation = { ...quiet, nextTurn: turn + 1, callerTurn };
  const transcribe = { type: 'transcribe', utterance, audio } as const;
  const before = phase.name === 'listening' ? phase : unfinished(quiet)?.before;
  if (!before) return [next, ...effects, transcribe];
  const waiting: Conversation = { ...next, phase: { name: 'waiting', before } };
  // An utterance without a silence was cut: it reached its limit, or the call has to move.
  const isOver = silenceMs === 0 || callerTurn.utterances.length >= MAX_UTTERANCES;
  const [stepped, ...more] = (isOver && commitTurn(waiting, at, { isOver })) || [waiting];
  return [stepped, ...effects, transcribe, ...more];
}

/** Resumes a reply that was interrupted by something other than speech; undefined while that is not certain. */
export function resumeIfDue(state: Conversation, at: number): Step | undefined {
  const { phase } = state;
  if (phase.name !== 'paused' || at - phase.pausedAt < RESUME_AFTER_MS) return undefined;
  return resume(state, at);
}

/** Resumes a paused reply where it stopped. */
export function resume(state: Conversation, at: number): Step {
  const { phase } = state;
  if (phase.name !== 'paused') return [state];
  const [reply, ...effects] = playRest(phase.reply, at);
  return [{ ...state, phase: { name: 'speaking', reply } }, ...effects];
}

function profileOf({ phase, dialogue }: Conversation): InterruptionProfile {
  if (phase.name === 'thinking' && phase.reply.isUsingTool) return profiles['tool-running'];
  if (dialogue.length === 0) return profiles.greeting;
  const said = dialogue.findLast(({ speaker }) => speaker === 'caller')?.text ?? '';
  const asked = dialogue.findLast(({ speaker }) => speaker === 'agent')?.text;
  return isDictated(said, asked) ? profiles.dictating : profiles['open-question'];
}

function dismissNoise(state: Conversation): Step {
  const { phase, callerTurn } = state;
  if (phase.name !== 'hearing') return [state];
  return [{ ...state, phase: callerTurn ? { ...phase, name: 'waiting' } : phase.before }];
}

function pauseVoicedMs({ firstAudioAt }: Reply, at: number, usualMs: number): number {
  const hasJustBegun = firstAudioAt !== undefined && at - firstAudioAt < START_OF_REPLY_MS;
  return hasJustBegun ? PAUSE_VOICED_AT_START_MS : usualMs;
}

function pause(state: Conversation, reply: Reply, at: number): Step {
  const phase = { name: 'paused', reply: withStoppedPlayhead(reply, at), pausedAt: at } as const;
  return [{ ...state, phase }, { type: 'clear' }];
}

function yieldFloor(state: Conversation, at: number): Step {
  const [silent, ...effects] = silenceAgent(state, at);
  return [{ ...silent, phase: { name: 'hearing', before: listening(at) } }, ...effects];
}
