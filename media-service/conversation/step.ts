import { failed, heard, sounded, voiced, worded } from './answer.ts';
import { end } from './ending.ts';
import type { Event, Of } from './events.ts';
import { speechEnded, speechGrew, speechStarted, transcribed } from './floor.ts';
import { listening } from './listening.ts';
import { keyPressed, say, ticked } from './patience.ts';
import type { Conversation, Step } from './state.ts';

/** Advances the conversation by one event; after its end nothing happens. */
export function step(state: Conversation, event: Event): Step {
  if (state.phase.name === 'ended') return [state];
  switch (event.type) {
    case 'attached':
      return opened(state, event);
    case 'clock-ticked':
      return ticked(state, event);
    case 'speech-started':
      return speechStarted(state);
    case 'speech-grew':
      return speechGrew(state, event);
    case 'speech-ended':
      return speechEnded(state, event);
    case 'transcribed':
      return transcribed(state, event);
    case 'key-pressed':
      return keyPressed(state, event);
    case 'sentence-ready':
      return worded(state, event);
    case 'audio-arrived':
      return sounded(state, event);
    case 'audio-finished':
      return voiced(state, event);
    case 'mark-reached':
      return heard(state, event);
    case 'failed':
      return failed(state, event);
    case 'task-stopping':
      return end(state, event.at, { type: 'close', intent: 'moved' });
    case 'stream-stopped':
      return end(state, event.at);
  }
}

/** The call is ours: a caller who was cut off hears at once that the agent is back. */
function opened(state: Conversation, { at, dialogue, isResumed, maxCallMs }: Of<'attached'>): Step {
  const open = { ...state, dialogue, endsAt: at + maxCallMs, phase: listening(at) };
  return isResumed ? say(open, at, 'reopening', listening(at)) : [open];
}
