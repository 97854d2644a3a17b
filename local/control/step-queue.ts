import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { MAX_STEPS } from './caller-script.ts';

/** What a caller is still to do; more can be added while the caller is at it. */
export interface StepQueue extends AsyncIterable<CallerStep> {
  /** Adds all of the steps, or none where too many are waiting or the call is over. */
  add(steps: readonly CallerStep[]): 'added' | 'full' | 'over';
  /** Forgets what is waiting: the call is over. */
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
