import type { CallTrouble, StreamFault } from './call-trouble.ts';

/** The troubles of one call's streams, as one follows the other. */
export interface StreamTroubles {
  /** What the stream meets that is opened now. */
  next(): StreamFault | undefined;
  /** Hears that a stream has failed, and how its error is told. */
  failed(tellError: () => void): void;
  /** Hears that a stream has started. */
  started(): void;
}

/** Creates the troubles of a call that has not been streamed yet. */
export function createStreamTroubles({ stream, lateStreamError }: CallTrouble): StreamTroubles {
  let opened = 0;
  let tellFirstError: (() => void) | undefined;
  return {
    next() {
      opened++;
      return stream && opened <= (stream.times ?? Number.POSITIVE_INFINITY) ? stream : undefined;
    },
    failed(tellError) {
      tellFirstError ??= tellError;
    },
    started() {
      if (!lateStreamError || !tellFirstError) return;
      setTimeout(tellFirstError, lateStreamError.afterMs).unref();
      tellFirstError = () => {};
    },
  };
}
