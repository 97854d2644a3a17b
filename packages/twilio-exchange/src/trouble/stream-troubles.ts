import type { CallTrouble, StreamFault } from './call-trouble.ts';

/** The faults of one call's streams, in their order. */
export interface StreamTroubles {
  /** Returns the fault of the next stream. */
  next(): StreamFault | undefined;
  /** Records that a stream has failed; `sendError` sends its `stream-error`. */
  failed(sendError: () => void): void;
  /** Records that a stream has started. */
  started(): void;
}

/** Creates the faults of a call that has not been streamed yet. */
export function createStreamTroubles({ stream, lateStreamError }: CallTrouble): StreamTroubles {
  let opened = 0;
  let sendFirstError: (() => void) | undefined;
  return {
    next() {
      opened++;
      return stream && opened <= (stream.times ?? Number.POSITIVE_INFINITY) ? stream : undefined;
    },
    failed(sendError) {
      sendFirstError ??= sendError;
    },
    started() {
      if (!lateStreamError || !sendFirstError) return;
      setTimeout(sendFirstError, lateStreamError.afterMs).unref();
      sendFirstError = () => {};
    },
  };
}
