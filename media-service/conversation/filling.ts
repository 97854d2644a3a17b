import type { Filler, Of } from './events.ts';
import { soundDueAt } from './reply.ts';
import { say } from './saying.ts';
import { answering, type Conversation, type Step } from './state.ts';

/** How much silence may follow a filler. */
const NEXT_SOUND_MS = 2_500;

const fillers: readonly Filler[] = ['filler_1', 'filler_2'];

/** A caller who has waited long enough, also in the middle of an answer, hears a filler, then another; then that a message is all there is. */
export function soundDue(state: Conversation, at: number): Step | undefined {
  const phase = answering(state);
  if (!phase || phase.name === 'paused' || at < soundDueAt(phase.reply)) return undefined;
  const { turn, fillers: count } = phase.reply;
  const phrase = fillers[count];
  if (!phrase) return say(state, at, 'apology', { name: 'close', intent: 'fallback' });
  const reply = { ...phase.reply, fillers: count + 1, soundDueAt: at + NEXT_SOUND_MS };
  return [
    { ...state, phase: { ...phase, reply } },
    { type: 'fill', turn, phrase },
  ];
}

/** A filler sounds: the answer follows behind it, and the wait begins anew at its end. */
export function filled(state: Conversation, { turn, durationMs, at }: Of<'filled'>): Step {
  const phase = answering(state, turn);
  if (!phase) return [state];
  const fillingUntil = at + durationMs;
  const reply = { ...phase.reply, fillingUntil, soundDueAt: fillingUntil + NEXT_SOUND_MS };
  return [{ ...state, phase: { ...phase, reply } }];
}
