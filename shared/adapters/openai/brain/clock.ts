import { watchDeadlines } from '#shared/deadlines.ts';

/** How long each part of a reply may take: the caller hears nothing new until its next words are here. */
export const REPLY_DEADLINES_MS = {
  /** From the question to its first words; then it is asked once more, for as long again. */
  firstWords: 2_000,
  nextWords: 1_500,
  /** Of the model's own time: what tools and listeners take has limits of its own. */
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
  /** Waits for something of the model's, until it is due and for no longer than the whole reply may still take. */
  wait<T>(due: Due, work: Promise<T>): Promise<T>;
}

/** What is waited for, and how long at most; `undefined` where only the whole reply has a limit. */
type Due = { readonly name: string; readonly ms: number } | undefined;

/** Starts the clock of one reply; it runs only while the model is waited for. */
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
