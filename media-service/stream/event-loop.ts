import type { Effect, Event, Of } from '#media-service/conversation/events.ts';
import { type Conversation, unopened } from '#media-service/conversation/state.ts';
import { step } from '#media-service/conversation/step.ts';

/** A conversation on its way through its events. */
export interface Stepping {
  readonly conversation: Conversation;
  readonly isOpen: boolean;
  /** Steps through an event, and through those that its effects cause at once; before the opening it has to wait. */
  tell(event: Event): void;
  /** Opens the conversation, then steps through what had to wait. */
  open(attached: Of<'attached'>): void;
}

/** Starts a conversation; `perform` carries its effects out, in order. */
export function createStepping(perform: (effect: Effect) => void): Stepping {
  let conversation = unopened;
  let early: Event[] | undefined = [];
  const waiting: Event[] = [];
  let isStepping = false;

  const tell = (event: Event) => {
    if (early && event.type !== 'stream-stopped') return void early.push(event);
    waiting.push(event);
    if (isStepping) return;
    isStepping = true;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
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
      return early === undefined;
    },
    tell,
    open(attached) {
      const held = early ?? [];
      early = undefined;
      for (const event of [attached, ...held]) tell(event);
    },
  };
}
