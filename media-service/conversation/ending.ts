import type { Effect } from './events.ts';
import { type Reply, stopped, wordsOf } from './reply.ts';
import { answering, type Conversation, type Step } from './state.ts';

/** Stops whatever the agent is about to say or saying; of its words only those that were heard count. */
export function hush(state: Conversation, at: number): Step {
  const phase = answering(state);
  if (!phase) return [state];
  if (phase.name === 'thinking') {
    const isFilling = at < phase.reply.fillingUntil;
    return [state, { type: 'abort-reply' }, ...(isFilling ? [{ type: 'clear' } as const] : [])];
  }
  const isSounding = phase.name === 'speaking';
  const [concluded, ...effects] = conclude(
    state,
    isSounding ? stopped(phase.reply, at) : phase.reply,
  );
  const silencing: Effect[] = isSounding ? [{ type: 'clear' }] : [];
  return [concluded, { type: 'abort-reply' }, ...silencing, ...effects];
}

/** Puts the agent's line into the dialogue as far as it was heard. */
export function conclude(state: Conversation, reply: Reply): Step {
  const { said, heard: text } = wordsOf(reply);
  const line = { speaker: 'agent', text } as const;
  const columns = { reply_text: said, heard_text: text };
  return [
    { ...state, dialogue: text ? [...state.dialogue, line] : state.dialogue },
    { type: 'update-turn', turn: reply.turn, columns },
  ];
}

/** Ends the conversation on this stream. */
export function end(state: Conversation, at: number, ...closing: Effect[]): Step {
  const [hushed, ...effects] = hush(state, at);
  return [{ ...hushed, phase: { name: 'ended' } }, ...effects, ...closing, { type: 'finish' }];
}
