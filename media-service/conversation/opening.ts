import type { Effect, Of } from './events.ts';
import { listening } from './listening.ts';
import { begun } from './reply.ts';
import { say } from './saying.ts';
import type { Conversation, Step } from './state.ts';

/** The call is ours: a caller who was cut off hears at once that the agent is back, then what it still owes them. */
export function opened(
  state: Conversation,
  { at, dialogue, isResumed, unheard, maxCallMs, speculates }: Of<'attached'>,
): Step {
  const open = { ...state, dialogue, speculates, endsAt: at + maxCallMs, phase: listening(at) };
  if (!isResumed) return [open];
  const isAnswerOwed = dialogue.at(-1)?.speaker === 'caller';
  if (!isAnswerOwed && !unheard) return say(open, at, 'reopening', listening(at));
  const { nextTurn: turn } = open;
  const reply = { ...begun({ turn, at, afterwards: listening(at) }), transcribedAt: at };
  const owed: Effect = unheard
    ? { type: 'repeat', turn, text: unheard }
    : { type: 'reply', turn, dialogue };
  return [
    { ...open, nextTurn: turn + 1, phase: { name: 'thinking', reply } },
    { type: 'open-turn', turn, columns: { started_at: at, user_text: '', mode: 'live' } },
    { type: 'fill', turn, phrase: 'cut_off' },
    owed,
  ];
}
