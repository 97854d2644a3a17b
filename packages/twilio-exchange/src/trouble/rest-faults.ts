import { createFaults, type Faults } from './fault-queue.ts';

/** The REST operations on one call, as the names under which faults are set. */
type CallOperation = 'fetch-call' | 'update-call' | 'recording' | 'recording-media';

/** The REST operations on messages. */
export type MessageOperation =
  | 'create-message'
  | 'fetch-message'
  | 'list-messages'
  | 'delete-message'
  | 'message-media'
  | 'typing-indicator';

/** The REST operations on calls, recordings and numbers. */
export type RestOperation =
  | CallOperation
  | 'list-calls'
  | 'list-recordings'
  | 'list-numbers'
  | 'update-number';

/**
 * A fault of a REST request. `timeout-after-commit` does the work and never answers; `truncated`
 * answers with half of the body.
 * @see https://www.twilio.com/docs/api/errors/20429
 * @see https://www.twilio.com/docs/api/errors/21220
 */
export type RestFault =
  | 'too-many-requests'
  | 'server-error'
  | 'timeout-after-commit'
  | 'not-in-progress'
  | 'not-found'
  | 'truncated';

/** The faults of REST requests about calls and recordings. */
export type RestFaults = Faults<RestOperation, RestFault>;
/** The faults of REST requests about messages. */
export type MessageFaults = Faults<MessageOperation, RestFault>;

/** A fault of requests about one call, for `times` requests or always. */
export type RestTrouble = {
  readonly operation: CallOperation;
  readonly fault: RestFault;
  readonly times?: number;
};

/** Creates the faults of an exchange or of one call, with the given ones set. */
export function createRestFaults(...asked: readonly ('none' | RestTrouble)[]): RestFaults {
  const faults = createFaults<RestOperation, RestFault>();
  for (const trouble of asked) {
    if (trouble !== 'none') faults.set(trouble.operation, trouble.fault, trouble.times);
  }
  return faults;
}
