import type { EventEmitter } from 'node:events';
import type { GoogleOperation } from './status.ts';

/** A request for speech, and whether the client cancelled it before its end. */
export type GoogleRequest = {
  readonly operation: GoogleOperation;
  /** Empty until the request names it. */
  voice: string;
  readonly texts: string[];
  cancelled: boolean;
};

const MAX_REQUESTS_KEPT = 100;

/** Creates a log of the last hundred requests, oldest first. */
export function createRequestLog() {
  const last: GoogleRequest[] = [];
  return {
    last: last as readonly GoogleRequest[],
    /** Records a request; `finish` marks its regular end. */
    note(operation: GoogleOperation, call: EventEmitter) {
      const request: GoogleRequest = { operation, voice: '', texts: [], cancelled: false };
      last.push(request);
      if (last.length > MAX_REQUESTS_KEPT) last.shift();
      // gRPC reports a cancellation even after the end of a call.
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
