import type { MessageRow, Writing } from '#local/scenario/faults/whatsapp/row.ts';
import { spoken } from './building-blocks.ts';

/** The pause of an auto-reply, longer than an answer takes. */
const PAUSE_MS = 2_500;
/** An auto-reply comes back after each answer. */
const autoReplies: readonly Writing[] = Array.from({ length: 5 }, (_, index) => ({
  words: 'תודה על פנייתכם, נחזור אליכם בהקדם',
  underWayMs: index * PAUSE_MS,
}));

/** Customers who write too much, or whose address is odd. */
export const customerRows: readonly MessageRow[] = [
  {
    id: 'auto-reply',
    line: 'webhook',
    what: 'the auto-reply of another machine answers each answer',
    expectation: 'let-be',
    writes: autoReplies,
  },
  {
    id: 'customer-ceiling',
    line: 'webhook',
    what: 'a customer writes more than a day allows',
    expectation: 'told',
    faults: [{ on: 'usage', up: 'contact-day' }],
  },
  {
    id: 'office-ceiling',
    line: 'webhook',
    what: 'the messages of the office’s day are used up',
    expectation: 'told',
    faults: [{ on: 'usage', up: 'office-day' }],
  },
  {
    id: 'customer-without-number',
    line: 'webhook',
    what: 'a customer hides the number',
    expectation: 'answered',
    hidesNumber: true,
  },
  {
    id: 'customer-without-number-speaks',
    line: 'webhook',
    what: 'a customer who hides the number sends a voice note',
    expectation: 'answered',
    hidesNumber: true,
    writes: [spoken],
  },
  {
    id: 'customer-behind-superfluous-zero',
    line: 'webhook',
    what: 'a customer’s number has a zero behind +972',
    expectation: 'answered',
    from: 'superfluous-zero',
  },
];
