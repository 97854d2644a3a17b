import type { MessageRow } from '#local/scenario/faults/whatsapp/row.ts';
import { putOff, spoken } from './building-blocks.ts';

/** DynamoDB and EventBridge Scheduler. */
export const storeRows: readonly MessageRow[] = [
  {
    id: 'store-throttles-a-message',
    line: 'late-reply',
    what: 'the store throttles while a message arrives',
    expectation: 'answered-late',
    faults: [{ on: 'store', fault: 'throttle', until: 'posted' }],
  },
  {
    id: 'store-slow-for-a-message',
    line: 'webhook',
    what: 'the store answers after half a second while a message arrives',
    expectation: 'answered',
    faults: [{ on: 'store', fault: 'slow', until: 'posted' }],
  },
  {
    id: 'store-away',
    line: 'late-reply',
    what: 'the store is down while a message arrives',
    expectation: 'answered-late',
    faults: [{ on: 'store', fault: 'down', until: 'posted' }],
  },
  {
    id: 'store-answers-no-message',
    line: 'late-reply',
    what: 'the store executes requests without answering while a message arrives',
    expectation: 'answered-late',
    faults: [{ on: 'store', fault: 'answer-lost', until: 'posted' }],
  },
  {
    id: 'store-away-for-a-note',
    line: 'late-reply',
    what: 'the store is down while a voice note arrives',
    expectation: 'answered-late',
    writes: [spoken],
    faults: [{ on: 'store', fault: 'down', until: 'posted' }],
  },
  {
    id: 'scheduler-away',
    line: 'webhook',
    what: 'nothing can be scheduled while a message arrives',
    expectation: 'answered',
    faults: [{ on: 'scheduler', fault: 'down', until: 'posted' }],
  },
  {
    id: 'scheduler-and-model-away',
    line: 'reconcile',
    what: 'the model is down and nothing can be scheduled',
    expectation: 'answered-after-all',
    faults: [putOff, { on: 'scheduler', fault: 'down', until: 'posted' }],
  },
  {
    id: 'store-and-scheduler-away',
    line: 'reconcile',
    what: 'the store is down and nothing can be scheduled',
    expectation: 'answered-after-all',
    faults: [
      { on: 'store', fault: 'down', until: 'posted' },
      { on: 'scheduler', fault: 'down', until: 'posted' },
    ],
  },
];
