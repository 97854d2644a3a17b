import type { Effect } from './events.ts';
import { type Reply, stopped, wordsOf } from './reply.ts';
import { lineOf, understoodOf } from './said.ts';
import { answering, type Conversation, type Step, unfinished } from './state.ts';

/** Stops whatever the agent is about to say or saying; of its words only those that were heard count. */
export function hush(state: Conversation, at: number): Step {
  const phase = answering(state);
  if (!phase) return withoutDraft(state);
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

/** Drops what was thought of an answer before the turn was over. */
export function withoutDraft(state: Conversation): Step {
  const phase = unfinished(state);
  if (!phase?.draft) return [state];
  return [{ ...state, phase: { ...phase, draft: undefined } }, { type: 'abort-reply' }];
}

/** Puts the agent's line into the dialogue as far as it was heard. */
export function conclude(state: Conversation, reply: Reply): Step {
  const { said, heard: text } = wordsOf(reply);
  const line = { speaker: 'agent', text } as const;
  const interrupted = text.length < said.length;
  const columns = { reply_text: said, heard_text: text, interrupted };
  return [
    { ...state, dialogue: text ? [...state.dialogue, line] : state.dialogue },
    { type: 'update-turn', turn: reply.turn, columns },
  ];
}

/** Writes down what the caller has said so far, whether they had finished or not; what is not understood yet stays. */
export function noted(state: Conversation, at: number): Step {
  const { said, dialogue } = state;
  if (!said) return [state];
  const [understood, rest] = understoodOf(said);
  if (!understood) return [{ ...state, said: rest }];
  const { turn, text, mode } = understood;
  return [
    { ...state, said: rest, dialogue: [...dialogue, lineOf(text)] },
    { type: 'open-turn', turn, columns: { started_at: at, user_text: text, mode } },
  ];
}

/** Ends the conversation on this stream. */
export function end(state: Conversation, at: number, ...closing: Effect[]): Step {
  const [hushed, ...effects] = hush(state, at);
  const [written, ...notes] = noted(hushed, at);
  return [
    { ...written, phase: { name: 'ended' } },
    ...effects,
    ...notes,
    ...closing,
    { type: 'finish' },
  ];
}
