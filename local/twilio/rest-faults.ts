import { createFaults, type Faults } from '#local/vendor-faults.ts';
import { type RestAnswer, restError } from './rest-answer.ts';

/** What can be asked of the REST API about one call, by the names under which its faults are set. */
type CallOperation = 'fetch-call' | 'update-call' | 'recording' | 'recording-media';

/** What can be asked of it about messages, a customer's or all. */
export type MessageOperation =
  | 'create-message'
  | 'fetch-message'
  | 'list-messages'
  | 'delete-message'
  | 'message-media'
  | 'typing-indicator';

/** What can be asked of the REST API: about one call, about all of them, about numbers. */
export type RestOperation =
  | CallOperation
  | 'list-calls'
  | 'list-recordings'
  | 'list-numbers'
  | 'update-number';

/** What the REST API does instead of answering well: after a timeout the work is done all the same, and a truncated answer ends half-way. */
export type RestFault =
  | 'too-many-requests'
  | 'server-error'
  | 'timeout-after-commit'
  | 'not-in-progress'
  | 'not-found'
  | 'truncated';

export type RestFaults = Faults<RestOperation, RestFault>;
export type MessageFaults = Faults<MessageOperation, RestFault>;

/** A fault that questions about one call meet, `times` over or always. */
export type RestTrouble = {
  readonly operation: CallOperation;
  readonly fault: RestFault;
  readonly times?: number;
};

/** Creates the faults of the exchange or of one call, those that are asked for already set. */
export function createRestFaults(...asked: readonly ('none' | RestTrouble)[]): RestFaults {
  const faults = createFaults<RestOperation, RestFault>();
  for (const trouble of asked) {
    if (trouble !== 'none') faults.set(trouble.operation, trouble.fault, trouble.times);
  }
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
    case 'not-found':
      return restError(404, 20404, 'The requested resource was not found');
    case 'truncated':
      return firstHalf(answer());
  }
}

function firstHalf({ body, ...answer }: RestAnswer): RestAnswer {
  const whole = Buffer.from(body);
  return { ...answer, body: whole.subarray(0, whole.length / 2) };
}

/** Says that a call cannot be moved, in Twilio's very words. */
export function notInProgress(): RestAnswer {
  return restError(400, 21220, 'Call is not in-progress. Cannot redirect.');
}
