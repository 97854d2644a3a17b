import { concluded } from './answer.ts';
import { committed } from './committing.ts';
import { hush, noted } from './ending.ts';
import type { Of, Phrase } from './events.ts';
import { soundDue } from './filling.ts';
import { resumedByTime } from './floor.ts';
import { listening } from './listening.ts';
import { moved } from './moving.ts';
import { awaited, begun, playedMs } from './reply.ts';
import { lineOf } from './said.ts';
import { say } from './saying.ts';
import { answering, type Conversation, isLastWord, type Step } from './state.ts';

/** How long a caller may say nothing before each of three questions: the third is a goodbye. */
const SILENCE_MS = 7_000;
/** How long after a mark should have come back it counts as lost. */
const LOST_MARK_MS = 1_500;
/** Whoever pauses this long after a key has typed the last one; a lone 0 asks for a person sooner. */
const KEYS_PAUSE_MS = 2_000;
const LONE_ZERO_PAUSE_MS = 1_200;
/** More keys than any phone number has. */
const MAX_KEYS = 20;

const questions: readonly Phrase[] = ['still_there_1', 'still_there_2'];

/** Time has passed: what was waited for long enough happens without it. */
export function ticked(state: Conversation, { at }: Of<'clock-ticked'>): Step {
  return (
    lastWords(state, at) ??
    moved(state, at) ??
    typed(state, at) ??
    committed(state, at) ??
    soundDue(state, at) ??
    resumedByTime(state, at) ??
    heardWithoutMark(state, at) ??
    askedIfThere(state, at) ?? [state]
  );
}

/** A key is as good as a word: it takes the floor, and may be followed by others. */
export function keyPressed(state: Conversation, { digit, at }: Of<'key-pressed'>): Step {
  const endsNothing = digit === '#' && !state.keys;
  if (endsNothing || isLastWord(state)) return [state];
  const digits = ((state.keys?.digits ?? '') + digit).slice(0, MAX_KEYS);
  const [hushed, ...effects] = hush(state, at);
  const keys = { digits, pressedAt: at };
  return [{ ...hushed, keys, phase: { name: 'hearing', before: listening(at) } }, ...effects];
}

function typed(state: Conversation, at: number): Step | undefined {
  const { keys } = state;
  if (!keys || isLastWord(state)) return undefined;
  const isComplete = keys.digits.endsWith('#');
  const pauseMs = keys.digits === '0' ? LONE_ZERO_PAUSE_MS : KEYS_PAUSE_MS;
  if (!isComplete && at - keys.pressedAt < pauseMs) return undefined;
  const { keys: _, ...rest } = state;
  const text = keys.digits.replace(/#$/, '');
  if (text === '0') return say(rest, at, 'handing_over', { name: 'close', intent: 'human' });
  const [hushed, ...hushing] = hush(rest, at);
  const [written, ...notes] = noted(hushed, at);
  const effects = [...hushing, ...notes];
  const { nextTurn: turn } = written;
  const dialogue = [...written.dialogue, lineOf(text)];
  const afterwards = listening(at);
  // Whoever has waited for the last key to be the last has waited long enough for a sound.
  const waited = awaited(
    begun({ turn, at, speechEndedAt: keys.pressedAt, afterwards }),
    keys.pressedAt,
  );
  const reply = { ...waited, transcribedAt: at };
  return [
    { ...written, dialogue, nextTurn: turn + 1, phase: { name: 'thinking', reply } },
    ...effects,
    { type: 'open-turn', turn, columns: { started_at: at, user_text: text, mode: 'live' } },
    { type: 'reply', turn, dialogue },
  ];
}

/** A caller who says nothing is asked twice whether they are there, then told goodbye. */
function askedIfThere(state: Conversation, at: number): Step | undefined {
  const { phase } = state;
  if (phase.name !== 'listening') return undefined;
  const { silentSince, asked } = phase;
  if (at - silentSince < SILENCE_MS * (asked + 1)) return undefined;
  const question = questions[asked];
  if (!question) return say(state, at, 'silence_goodbye', { name: 'close', intent: 'goodbye' });
  return say(state, at, question, { ...phase, asked: asked + 1 });
}

/** A call that has lasted as long as it may is told so. */
function lastWords(state: Conversation, at: number): Step | undefined {
  if (at < state.endsAt || isLastWord(state)) return undefined;
  return say(state, at, 'time_is_up', { name: 'close', intent: 'goodbye' });
}

/** An answer whose last mark never came back was heard all the same. */
function heardWithoutMark(state: Conversation, at: number): Step | undefined {
  const phase = answering(state);
  if (phase?.name !== 'speaking' || !phase.reply.isWhole) return undefined;
  if (playedMs(phase.reply, at - LOST_MARK_MS) < phase.reply.audioMs) return undefined;
  const { reply } = phase;
  return concluded(state, { ...reply, playhead: { at, playedMs: reply.audioMs } }, at);
}
