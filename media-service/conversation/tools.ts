import type { Of } from './events.ts';
import type { Reply } from './reply.ts';
import { answering, type Conversation, type Step } from './state.ts';

/** A tool is at work for an answer. */
export function toolStarted(state: Conversation, { turn }: Of<'tool-started'>): Step {
  return changed(state, turn, { isUsingTool: true });
}

/** A tool has done its work. */
export function toolEnded(state: Conversation, { turn }: Of<'tool-ended'>): Step {
  return changed(state, turn, { isUsingTool: false });
}

/** The answer is the last one: behind it the stream is closed, for good or for a person. */
export function leavingAsked(state: Conversation, { turn, intent }: Of<'leaving-asked'>): Step {
  return changed(state, turn, { afterwards: { name: 'close', intent } });
}

function changed(state: Conversation, turn: number, change: Partial<Reply>): Step {
  const phase = answering(state, turn);
  if (!phase) return [state];
  return [{ ...state, phase: { ...phase, reply: { ...phase.reply, ...change } } }];
}
