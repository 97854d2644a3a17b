import type phrases from '#assets/phrases.json';
import type prompts from '#assets/prompts.json';
import type { TaskKind } from '#shared/domain/office/task.ts';

/**
 * The row or the deed that keeps a fixed promise. Beside a task, a schedule answers later, the same document
 * connects the call again, or the contact is opted out.
 */
export type Keeper = TaskKind | 'schedule' | 'document' | 'opt-out';

/** The fixed texts that promise something, each with its keeper. */
export const promisedTexts = {
  phrases: {
    // The recorded prompt follows them.
    apology: 'message_left',
    silence_goodbye: 'call_back',
    time_is_up: 'call_back',
    handing_over: 'hand_over_missed',
    no_human: 'hand_over_missed',
    office_closed: 'hand_over_missed',
    nobody_answered: 'hand_over_missed',
  },
  prompts: {
    fallback_he: 'message_left',
    calls_at_once_he: 'message_left',
    day_over_he: 'message_left',
    thanks_he: 'message_left',
    one_moment_he: 'document',
    still_connecting_he: 'document',
  },
  messages: {
    wait: 'schedule',
    givenUp: 'chat_waits',
    optedOut: 'opt-out',
  },
} as const satisfies {
  readonly phrases: Readonly<Partial<Record<keyof typeof phrases, Keeper>>>;
  readonly prompts: Readonly<Partial<Record<keyof typeof prompts, Keeper>>>;
  readonly messages: Readonly<Record<string, Keeper>>;
};
