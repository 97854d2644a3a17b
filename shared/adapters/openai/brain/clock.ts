import { watchDeadlines } from '#shared/deadlines.ts';

/** How long each part of a reply may take, in ms. The caller hears nothing new until the next words come. */
export const REPLY_DEADLINES_MS = {
  /** From the question to its first words; then the hedge asks once more, for as long again. */
  firstWords: 2_000,
  nextWords: 1_500,
  /** The model's own time only: tools and listeners have limits of their own. */
  wholeReply: 12_000,
  tool: 1_500,
  warm: 3_000,
};

export type ReplyDeadlinesMs = typeof REPLY_DEADLINES_MS;

/** Measures the waits for the model in one reply. */
export interface ModelClock extends Disposable {
  /** Aborted by the asker, or once the model is late. */
  readonly signal: AbortSignal;
  readonly deadlinesMs: ReplyDeadlinesMs;
  /** Waits for the model, until `due` and within the rest of the whole reply. @throws DeadlineExceeded @throws signal.reason when aborted */
  wait<T>(due: Due, work: Promise<T>): Promise<T>;
}

/** The name and length of a wait; `undefined` if only the whole reply has a limit. */
type Due = { readonly name: string; readonly ms: number } | undefined;

/** Creates the clock of one reply; it runs only during `wait`. */
export function modelClock(deadlinesMs: ReplyDeadlinesMs, asker: AbortSignal): ModelClock {
  const deadlines = watchDeadlines('openai', asker);
  const whole = { name: 'whole reply', ms: deadlinesMs.wholeReply };
  let spentMs = 0;
  return {
    signal: deadlines.signal,
    deadlinesMs,
    async wait(due, work) {
      const since = performance.now();
      deadlines.start(whole, whole.ms - spentMs);
      if (due) deadlines.start(due);
      try {
        return await deadlines.race(work);
      } finally {
        if (due) deadlines.stop(due);
        deadlines.stop(whole);
        spentMs += performance.now() - since;
      }
    },
    [Symbol.dispose]: deadlines[Symbol.dispose],
  };
}
