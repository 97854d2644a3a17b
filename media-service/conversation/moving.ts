import { committed } from './committing.ts';
import { end } from './ending.ts';
import type { Conversation, Step } from './state.ts';

/** How long a call may look for a pause in which to move: ECS kills a task two minutes after it told it to stop. */
const MOVE_DEADLINE_MS = 30_000;

/** The task stops: the call moves to another one at its next pause. */
export function stopping(state: Conversation, at: number): Step {
  const going = { ...state, movesBy: at + MOVE_DEADLINE_MS };
  return moved(going, at) ?? [going];
}

/** A call that has to move does so when both are quiet; past the deadline when what the caller is saying is written down. */
export function moved(state: Conversation, at: number): Step | undefined {
  const { phase, keys, movesBy } = state;
  if (movesBy === undefined || keys) return undefined;
  if (phase.name === 'listening') return move(state, at);
  if (at < movesBy) return undefined;
  if (phase.name === 'hearing') return [state, { type: 'cut-utterance' }];
  if (phase.name === 'waiting') return committed(state, at, { isOver: true });
  const isUnderstood = phase.name !== 'thinking' || phase.reply.transcribedAt !== undefined;
  return isUnderstood ? move(state, at) : undefined;
}

function move(state: Conversation, at: number): Step {
  return end(state, at, { type: 'close', intent: 'moved' });
}
