import { hush, noted } from './ending.ts';
import type { Phrase } from './events.ts';
import { type Afterwards, begun } from './reply.ts';
import type { Conversation, Step } from './state.ts';

/** Says a phrase as a turn of its own. */
export function say(state: Conversation, at: number, phrase: Phrase, afterwards: Afterwards): Step {
  const [hushed, ...effects] = hush(state, at);
  const [written, ...notes] = noted(hushed, at);
  const { nextTurn: turn } = written;
  const reply = begun({ turn, at, afterwards });
  return [
    { ...written, nextTurn: turn + 1, phase: { name: 'thinking', reply } },
    ...effects,
    ...notes,
    { type: 'open-turn', turn, columns: { started_at: at, user_text: '', mode: 'live' } },
    { type: 'say', turn, phrase },
  ];
}
