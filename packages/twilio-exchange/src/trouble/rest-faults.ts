import { createFaults, type Faults } from './fault-queue.ts';

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
