import type { MessageRow } from '#local/scenario/faults/whatsapp/row.ts';
import { putOff } from './building-blocks.ts';

/** Messages that are sent through Twilio’s REST API. */
export const sendingRows: readonly MessageRow[] = [
  {
    id: 'send-too-many',
    line: 'late-reply',
    what: 'the model is down, and the late reply meets the rate limit twice',
    expectation: 'answered-late',
    faults: [
      putOff,
      { on: 'rest', operation: 'create-message', fault: 'too-many-requests', times: 2 },
    ],
  },
  {
    id: 'send-fails',
    line: 'late-reply',
    what: 'the model is down, and Twilio fails once at the late reply',
    expectation: 'answered-late',
    faults: [putOff, { on: 'rest', operation: 'create-message', fault: 'server-error', times: 1 }],
  },
  {
    id: 'reminder-too-many',
    line: 'notice',
    what: 'a reminder meets the rate limit twice',
    expectation: 'reminded',
    faults: [{ on: 'rest', operation: 'create-message', fault: 'too-many-requests', times: 2 }],
  },
  {
    id: 'reminder-fails',
    line: 'notice',
    what: 'Twilio fails once at a reminder',
    expectation: 'reminded',
    faults: [{ on: 'rest', operation: 'create-message', fault: 'server-error', times: 1 }],
  },
];
