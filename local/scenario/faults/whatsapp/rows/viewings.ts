import type { MessageRow } from '#local/scenario/faults/whatsapp/row.ts';

/** Customers who move a viewing while the store fails, or while another wants the same half hour. */
export const viewingRows: readonly MessageRow[] = [
  {
    id: 'day-written-unanswered',
    line: 'webhook',
    what: 'the store carries the day’s conditional write out and answers with an error',
    expectation: 'moved',
    faults: [{ on: 'writes', table: 'days', fault: 'applied-then-failed', times: 1 }],
  },
  {
    id: 'day-written-late',
    line: 'webhook',
    what: 'the store carries the day’s conditional write out and answers it too late',
    expectation: 'moved',
    faults: [{ on: 'writes', table: 'days', fault: 'applied-then-late', times: 1 }],
  },
  {
    id: 'viewing-written-unanswered',
    line: 'webhook',
    what: 'the store carries the writes of a viewing out and answers them with an error',
    expectation: 'moved',
    faults: [{ on: 'writes', table: 'viewings', fault: 'applied-then-failed', times: 2 }],
  },
  {
    id: 'half-hour-wanted-twice',
    line: 'webhook',
    what: 'two customers want one half hour of a home at once',
    expectation: 'moved-or-offered',
    hasRival: true,
  },
  {
    id: 'half-hour-wanted-twice-late',
    line: 'webhook',
    what: 'two customers want one half hour at once, and the store answers the day’s write too late',
    expectation: 'moved-or-offered',
    hasRival: true,
    faults: [{ on: 'writes', table: 'days', fault: 'applied-then-late', times: 1 }],
  },
];
