import { end } from './ending.ts';
import type { Filler, Of } from './events.ts';
import { type Reply, soundDueAt } from './reply.ts';
import { say } from './saying.ts';
import { answering, type Conversation, type Step } from './state.ts';

/** How much silence may follow a filler. */
const NEXT_SOUND_MS = 2_500;
/** Whoever has heard nothing for longer hears a word on the way to the recorded prompt, which Twilio takes half a second to play. */
const SILENT_WAY_MS = 1_000;

const fillers: readonly Filler[] = ['filler_1', 'filler_2'];

/** A caller who has waited long enough, also in the middle of an answer, hears a filler, then another; then that a message is all there is. */
export function soundDue(state: Conversation, at: number): Step | undefined {
  const phase = answering(state);
  if (!phase || phase.name === 'paused' || at < soundDueAt(phase.reply)) return undefined;
  const { turn, fillers: count } = phase.reply;
  const phrase = fillers[count];
  if (!phrase) return apologized(state, at);
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

/** No answer will come: there is the recorded prompt, and a word before it for a caller who has waited in silence. */
export function abandoned(state: Conversation, reply: Reply, at: number): Step {
  const silentMs = at - Math.max(reply.speechEndedAt, reply.fillingUntil);
  if (silentMs > SILENT_WAY_MS) return apologized(state, at);
  return end(state, at, { type: 'close', intent: 'fallback' });
}

/** Says that a message is all there is; then comes the recorded prompt. */
export function apologized(state: Conversation, at: number): Step {
  return say(state, at, 'apology', { name: 'close', intent: 'fallback' });
}
