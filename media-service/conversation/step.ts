import { failed, heard, sounded, voiced, worded } from './answer.ts';
import { end } from './ending.ts';
import type { Event } from './events.ts';
import { filled } from './filling.ts';
import { speechGrew, speechPaused, speechStarted } from './floor.ts';
import { stopping } from './moving.ts';
import { opened } from './opening.ts';
import { keyPressed, ticked } from './patience.ts';
import { answering, type Conversation, type Step } from './state.ts';
import { leavingAsked, toolEnded, toolStarted } from './tools.ts';
import { notTranscribed, transcribed } from './words.ts';

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
    case 'speech-paused':
      return speechPaused(state, event);
    case 'transcribed':
      return transcribed(state, event);
    case 'not-transcribed':
      return notTranscribed(state, event);
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
    case 'filled':
      return filled(state, event);
    case 'failed':
      return failed(state, event);
    case 'tool-started':
      return toolStarted(state, event);
    case 'tool-ended':
      return toolEnded(state, event);
    case 'leaving-asked':
      return leavingAsked(state, event);
    case 'frames-stopped':
      return framesStopped(state, event.at);
    case 'task-stopping':
      return stopping(state, event.at);
    case 'stream-stopped':
      return end(state, event.at);
  }
}

/** The caller is not there any more, or cannot be heard: the recorded prompt reaches them another way. */
function framesStopped(state: Conversation, at: number): Step {
  const afterwards = answering(state)?.reply.afterwards;
  const intent = afterwards?.name === 'close' ? afterwards.intent : 'fallback';
  return end(state, at, { type: 'close', intent });
}
