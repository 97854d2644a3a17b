import { DeadlineExceeded, type VendorFailed } from '#shared/errors.ts';
import { statusOf } from './client.ts';

/** Google counts quotas by the minute (https://docs.cloud.google.com/text-to-speech/quotas); half a minute costs few turns too many. */
const REST_MS = 30_000;

/** One late stream is a hiccup; two in a row are an outage. */
const MAX_LATE_IN_A_ROW = 2;

/** A circuit breaker for streaming: while it is open, turns do not pay for another failure. */
export interface CircuitBreaker {
  /** Returns whether streaming must not be tried now. */
  isOpen(): boolean;
  /** Notes how a stream ended: with a failure, or undefined for a good end. */
  note(failure: VendorFailed | undefined): void;
}

/** Creates a circuit breaker that opens for `restMs` after an exhausted quota, or after late streams in a row. */
export function createCircuitBreaker(restMs = REST_MS): CircuitBreaker {
  let openUntil = Number.NEGATIVE_INFINITY;
  let lateInARow = 0;
  return {
    isOpen: () => performance.now() < openUntil,
    note(failure) {
      // A failure that comes at once costs the next turn no time.
      lateInARow = failure instanceof DeadlineExceeded ? lateInARow + 1 : 0;
      const isExhausted = statusOf(failure?.cause) === 'RESOURCE_EXHAUSTED';
      if (isExhausted || lateInARow >= MAX_LATE_IN_A_ROW) openUntil = performance.now() + restMs;
    },
  };
}
