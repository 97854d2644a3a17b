import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { MAX_STEPS } from './caller-script.ts';

/** The steps that a caller has yet to do; steps can be added during the call. */
export interface StepQueue extends AsyncIterable<CallerStep> {
  /** Adds all steps, or none where the queue would overflow or the call is over. */
  add(steps: readonly CallerStep[]): 'added' | 'full' | 'over';
  /** Drops the waiting steps and ends the iteration. */
  close(): void;
}

/** Creates a queue that ends only when it is closed. */
export function createStepQueue(): StepQueue {
  let waiting: CallerStep[] = [];
  let isClosed = false;
  let changed = Promise.withResolvers<void>();
  const change = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };

  return {
    add(steps) {
      if (isClosed) return 'over';
      if (waiting.length + steps.length > MAX_STEPS) return 'full';
      waiting.push(...steps);
      change();
      return 'added';
    },
    close() {
      isClosed = true;
      waiting = [];
      change();
    },
    async *[Symbol.asyncIterator]() {
      while (!isClosed) {
        const step = waiting.shift();
        if (step) yield step;
        else await changed.promise;
      }
    },
  };
}
