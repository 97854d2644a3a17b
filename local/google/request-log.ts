import type { EventEmitter } from 'node:events';
import type { GoogleOperation } from './status.ts';

/** What the stand-in was asked to say, and whether the asker cancelled before all was said. */
export type GoogleRequest = {
  readonly operation: GoogleOperation;
  /** Empty until it is known. */
  voice: string;
  readonly texts: string[];
  cancelled: boolean;
};

const MAX_REQUESTS_KEPT = 100;

/** Keeps the last hundred requests, oldest first. */
export function createRequestLog() {
  const last: GoogleRequest[] = [];
  return {
    last: last as readonly GoogleRequest[],
    /** Notes a request; `finish` tells that its call ends as it should. */
    note(operation: GoogleOperation, call: EventEmitter) {
      const request: GoogleRequest = { operation, voice: '', texts: [], cancelled: false };
      last.push(request);
      if (last.length > MAX_REQUESTS_KEPT) last.shift();
      // gRPC tells of a cancellation also when the call has long been over.
      let isOver = false;
      call.once('cancelled', () => {
        request.cancelled = !isOver;
      });
      const finish = () => {
        isOver = true;
      };
      return { request, finish };
    },
  };
}
