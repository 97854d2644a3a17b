import { createFaults, type Faults } from '#local/vendor-faults.ts';
import { type RestAnswer, restError } from './rest-answer.ts';

/** What can be asked of the REST API, by the names under which its faults are set. */
export type RestOperation = 'fetch-call' | 'update-call' | 'recording';

/** What the REST API does instead of answering well; after a timeout the work is done all the same. */
export type RestFault =
  | 'too-many-requests'
  | 'server-error'
  | 'timeout-after-commit'
  | 'not-in-progress';

export type RestFaults = Faults<RestOperation, RestFault>;

/** What is asked of the REST API: that all is well, or a fault, `times` over. */
export type RestFaultAsked =
  | 'none'
  | { readonly operation: RestOperation; readonly fault: RestFault; readonly times?: number };

/** Creates the faults of the exchange or of one call, as its switch says. */
export function createRestFaults(asked: RestFaultAsked = 'none'): RestFaults {
  const faults = createFaults<RestOperation, RestFault>();
  if (asked !== 'none') faults.set(asked.operation, asked.fault, asked.times);
  return faults;
}

/** Answers a request as a fault has it; undefined where it gets no answer at all. */
export function answerUnder(
  fault: RestFault | undefined,
  answer: () => RestAnswer,
): RestAnswer | undefined {
  switch (fault) {
    case undefined:
      return answer();
    case 'too-many-requests':
      return restError(429, 20429, 'Too Many Requests');
    case 'server-error':
      return { status: 500, headers: { 'Content-Type': 'text/html' }, body: '<h1>Oops</h1>' };
    case 'timeout-after-commit':
      answer();
      return undefined;
    case 'not-in-progress':
      return notInProgress();
  }
}

/** Says that a call cannot be moved, in Twilio's very words. */
export function notInProgress(): RestAnswer {
  return restError(400, 21220, 'Call is not in-progress. Cannot redirect.');
}
