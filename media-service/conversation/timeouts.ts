import type { EventOf, SaidPhraseName } from './events.ts';
import { playFillerIfDue } from './filler.ts';
import { resumeIfDue } from './floor.ts';
import { commitKeysIfDue } from './keypad.ts';
import { playedMs } from './reply.ts';
import { concludeReply } from './reply-events.ts';
import { answering, type Conversation, isLastWord, SILENCE_MS, type Step } from './state.ts';
import { moveIfDue } from './stream-lifecycle.ts';
import { sayPhrase } from './transitions.ts';
import { commitTurn } from './turn-commit.ts';

/** How late a mark may be before it counts as lost. */
const LOST_MARK_MS = 1_500;

const questions: readonly SaidPhraseName[] = ['still_there_1', 'still_there_2'];

/** Takes the first timeout that is due; each returns undefined while it is not. */
export function clockTicked(state: Conversation, { at }: EventOf<'clock-ticked'>): Step {
  return (
    sayTimeIsUpIfDue(state, at) ??
    moveIfDue(state, at) ??
    commitKeysIfDue(state, at) ??
    commitTurn(state, at) ??
    playFillerIfDue(state, at) ??
    resumeIfDue(state, at) ??
    concludeWithoutMark(state, at) ??
    promptSilentCaller(state, at) ?? [state]
  );
}

/** Ends a call that has lasted as long as it may. */
function sayTimeIsUpIfDue(state: Conversation, at: number): Step | undefined {
  if (at < state.endsAt || isLastWord(state)) return undefined;
  return sayPhrase(state, at, { phrase: 'time_is_up', afterwards: goodbye });
}

/** Concludes a reply whose last mark was lost. */
function concludeWithoutMark(state: Conversation, at: number): Step | undefined {
  const phase = answering(state);
  if (phase?.name !== 'speaking' || !phase.reply.isWhole) return undefined;
  if (playedMs(phase.reply, at - LOST_MARK_MS) < phase.reply.audioMs) return undefined;
  const { reply } = phase;
  return concludeReply(state, { ...reply, playhead: { at, playedMs: reply.audioMs } }, at);
}

/** Asks a silent caller twice whether they are there, then says goodbye. */
function promptSilentCaller(state: Conversation, at: number): Step | undefined {
  const { phase } = state;
  if (phase.name !== 'listening') return undefined;
  const { silentSince, asked } = phase;
  if (at - silentSince < SILENCE_MS * (asked + 1)) return undefined;
  const phrase = questions[asked];
  if (!phrase) return sayPhrase(state, at, { phrase: 'silence_goodbye', afterwards: goodbye });
  return sayPhrase(state, at, { phrase, afterwards: { ...phase, asked: asked + 1 } });
}

const goodbye = { name: 'close', intent: 'goodbye' } as const;
