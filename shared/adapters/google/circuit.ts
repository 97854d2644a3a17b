import { DeadlineExceeded, type VendorFailed } from '#shared/errors.ts';
import { statusOf } from './client.ts';

/** Google's quotas are counted by the minute; half of one costs few turns too many. */
const REST_MS = 30_000;

/** One late stream is a hiccup that every network has; two in a row are an outage. */
const MAX_LATE_IN_A_ROW = 2;

/** Knows when streaming is better not tried, so that not every turn pays for its failure. */
export interface Circuit {
  isResting(): boolean;
  /** Notes how a stream ended. */
  note(failure: VendorFailed | undefined): void;
}

/** Creates a circuit that rests after an exhausted quota, or after streams that let callers wait in vain. */
export function createCircuit(restMs = REST_MS): Circuit {
  let restsUntil = Number.NEGATIVE_INFINITY;
  let lateInARow = 0;
  return {
    isResting: () => performance.now() < restsUntil,
    note(failure) {
      // What fails at once costs the next turn nothing to try again.
      lateInARow = failure instanceof DeadlineExceeded ? lateInARow + 1 : 0;
      const isExhausted = statusOf(failure?.cause) === 'RESOURCE_EXHAUSTED';
      if (isExhausted || lateInARow >= MAX_LATE_IN_A_ROW) restsUntil = performance.now() + restMs;
    },
  };
}
