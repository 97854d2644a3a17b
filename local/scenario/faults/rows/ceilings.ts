import type { FaultRow } from '#local/scenario/faults/row.ts';

/** Ceilings of a caller and of the office, and calls that lead nowhere. */
export const ceilingRows: readonly FaultRow[] = [
  {
    id: 'ceiling-at-once',
    line: 'session',
    what: 'a number calls for the fourth time at once',
    expectation: 'voicemail',
    ceiling: 'contact-at-once',
    faults: [{ on: 'usage', up: 'contact-at-once' }],
  },
  {
    id: 'ceiling-calls-a-day',
    line: 'session',
    what: 'a number calls more often than its day allows',
    expectation: 'voicemail',
    ceiling: 'contact-day',
    faults: [{ on: 'usage', up: 'contact-day' }],
  },
  {
    id: 'ceiling-minutes-a-day',
    line: 'session',
    what: 'a number calls after it talked for as long as its day allows',
    expectation: 'voicemail',
    ceiling: 'contact-day',
    faults: [{ on: 'usage', up: 'contact-minutes' }],
  },
  {
    id: 'ceiling-calls-of-the-office',
    line: 'session',
    what: 'the calls of the office’s day are used up',
    expectation: 'voicemail',
    ceiling: 'office-day',
    faults: [{ on: 'usage', up: 'office-day' }],
  },
  {
    id: 'ceiling-minutes-of-the-office',
    line: 'session',
    what: 'the minutes of the office’s day are used up',
    expectation: 'voicemail',
    ceiling: 'office-day',
    faults: [{ on: 'usage', up: 'office-minutes' }],
  },
  {
    id: 'ceiling-far-beyond',
    line: 'session',
    what: 'a machine calls from one number fifty times at once',
    expectation: 'refused',
    ceiling: 'contact-at-once',
    faults: [{ on: 'usage', up: 'many-at-once' }],
  },
  {
    id: 'hold-music',
    line: 'session',
    what: 'the announcement of a waiting queue talks to the agent',
    expectation: 'voicemail',
    says: 'שיחתכם חשובה לנו, אנא המתינו על הקו',
    sentences: 8,
  },
];
