import type { FaultRow } from '#local/scenario/faults/row.ts';

/** DynamoDB, and the bucket of the recordings. */
export const storeRows: readonly FaultRow[] = [
  {
    id: 'store-slow',
    line: 'session',
    what: 'the store answers after half a second',
    expectation: 'answered',
    faults: [{ on: 'store', fault: 'slow' }],
  },
  {
    id: 'store-throttled',
    line: 'session',
    what: 'the store throttles every request for five seconds',
    expectation: 'answered',
    faults: [{ on: 'store', fault: 'throttle', at: 'caller-speaks', forMs: 5_000 }],
  },
  {
    id: 'store-throttled-at-first',
    line: 'session',
    what: 'the store throttles every request from before the call until the caller speaks',
    expectation: 'answered',
    faults: [{ on: 'store', fault: 'throttle', until: 'caller-speaks' }],
  },
  {
    id: 'store-down-30s',
    line: 'session',
    what: 'the store is down for thirty seconds of a conversation',
    expectation: 'answered',
    sentences: 4,
    late: 'reconcile',
    faults: [{ on: 'store', fault: 'down', at: 'stream-attached', forMs: 30_000 }],
  },
  {
    id: 'store-black-holed',
    line: 'session',
    what: 'the store swallows every request for five seconds while the agent thinks',
    expectation: 'answered',
    faults: [{ on: 'store', fault: 'hang', at: 'agent-thinks', forMs: 5_000 }],
  },
  {
    id: 'store-black-holed-at-first',
    line: 'session',
    what: 'the store swallows every request from before the call until the caller speaks',
    expectation: 'answered',
    faults: [{ on: 'store', fault: 'hang', until: 'caller-speaks' }],
  },
  {
    id: 'store-missed-incoming-call',
    line: 'session',
    what: 'the store is down when the call comes in',
    expectation: 'answered',
    faults: [{ on: 'store', fault: 'down', until: 'caller-speaks' }],
  },
  {
    id: 'store-answers-lost',
    line: 'session',
    what: 'the store executes requests for three seconds without answering',
    expectation: 'answered',
    faults: [{ on: 'store', fault: 'answer-lost', at: 'agent-thinks', forMs: 3_000 }],
  },
  {
    id: 'bucket-down-at-message',
    line: 'callback',
    what: 'every stream is refused, and the bucket is down when the voicemail comes',
    expectation: 'voicemail',
    late: 'retries',
    trouble: { stream: { fault: 'refused', status: 503 } },
    faults: [{ on: 'recordings-bucket', fault: 'down', at: 'beep', forMs: 8_000 }],
  },
];
