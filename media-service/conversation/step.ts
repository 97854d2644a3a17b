import type { Event } from './events.ts';
import { fillerStarted } from './filler.ts';
import { speechGrew, speechPaused, speechStarted } from './floor.ts';
import { keyPressed } from './keypad.ts';
import {
  audioArrived,
  audioFinished,
  closeRequested,
  markReached,
  replyFailed,
  sentenceReady,
  toolEnded,
  toolStarted,
} from './reply-events.ts';
import type { Conversation, Step } from './state.ts';
import { attached, framesStopped, streamStopped, taskStopping } from './stream-lifecycle.ts';
import { clockTicked } from './timeouts.ts';
import { notTranscribed, transcribed } from './transcripts.ts';

/** Advances the conversation by one event; returns the new state and its effects. After the end, nothing changes. */
export function step(state: Conversation, event: Event): Step {
  if (state.phase.name === 'ended') return [state];
  switch (event.type) {
    case 'attached':
      return attached(state, event);
    case 'clock-ticked':
      return clockTicked(state, event);
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
      return sentenceReady(state, event);
    case 'audio-arrived':
      return audioArrived(state, event);
    case 'audio-finished':
      return audioFinished(state, event);
    case 'mark-reached':
      return markReached(state, event);
    case 'filler-started':
      return fillerStarted(state, event);
    case 'reply-failed':
      return replyFailed(state, event);
    case 'tool-started':
      return toolStarted(state, event);
    case 'tool-ended':
      return toolEnded(state, event);
    case 'close-requested':
      return closeRequested(state, event);
    case 'frames-stopped':
      return framesStopped(state, event);
    case 'task-stopping':
      return taskStopping(state, event);
    case 'stream-stopped':
      return streamStopped(state, event);
  }
}
