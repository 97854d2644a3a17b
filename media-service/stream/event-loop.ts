import type { Effect, Event, EventOf } from '#media-service/conversation/events.ts';
import { type Conversation, unopened } from '#media-service/conversation/state.ts';
import { step } from '#media-service/conversation/step.ts';

/** Runs one conversation: an event at a time, each with its effects. */
export interface EventLoop {
  readonly conversation: Conversation;
  readonly isOpen: boolean;
  /** Steps through an event, and through the events that its effects emit at once. Before the opening, events are queued. */
  dispatch(event: Event): void;
  /** Opens the conversation, then steps through the queued events. */
  open(attached: EventOf<'attached'>): void;
}

/** Creates the event loop of one stream; `perform` runs each effect, in order. */
export function createEventLoop(perform: (effect: Effect) => void): EventLoop {
  let conversation = unopened;
  let beforeOpening: Event[] | undefined = [];
  const queue: Event[] = [];
  let isStepping = false;

  const dispatch = (event: Event) => {
    if (beforeOpening && event.type !== 'stream-stopped') return void beforeOpening.push(event);
    queue.push(event);
    if (isStepping) return;
    isStepping = true;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const [stepped, ...effects] = step(conversation, next);
        conversation = stepped;
        for (const effect of effects) perform(effect);
      }
    } finally {
      isStepping = false;
    }
  };

  return {
    get conversation() {
      return conversation;
    },
    get isOpen() {
      return beforeOpening === undefined;
    },
    dispatch,
    open(attached) {
      const held = beforeOpening ?? [];
      beforeOpening = undefined;
      for (const event of [attached, ...held]) dispatch(event);
    },
  };
}
