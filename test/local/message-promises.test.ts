import type { Message } from 'twilio-exchange/whatsapp/message.ts';
import { expect, test } from 'vitest';
import type { MessageOutcome } from '#local/scenario/faults/whatsapp/message-outcome.ts';
import { brokenMessagePromises } from '#local/scenario/faults/whatsapp/promises.ts';
import type { MessageRow } from '#local/scenario/faults/whatsapp/row.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { messageTexts } from '#shared/messages/message-texts.ts';

const LEAKED = 100_002;
const contact = '+972500001999';
const [first, second] = [`SM${'1'.repeat(32)}`, `SM${'2'.repeat(32)}`];
const row: MessageRow = {
  id: 'any',
  line: 'webhook',
  what: 'something goes wrong',
  expectation: 'answered',
};
const lateRow: MessageRow = { ...row, expectation: 'answered-late' };
const toldRow: MessageRow = { ...row, expectation: 'told' };

const sent = (body: string, createdAt: number, more: Partial<Message> = {}): Message => ({
  messageSid: `SM${String(createdAt).padStart(32, '0')}`,
  direction: 'outbound-reply',
  customer: contact,
  body,
  media: [],
  mediaUrls: [],
  createdAt,
  updatedAt: createdAt,
  status: 'read',
  ...more,
});
const kept = (messageSid: string, replyText: string, at: number): Interaction => ({
  id: `whatsapp#${messageSid}`,
  channel: 'whatsapp',
  external_sid: messageSid,
  from_id: `whatsapp:${contact}`,
  to_id: 'whatsapp:+97233000001',
  contact,
  text: replyText.replace('answer', 'question'),
  reply_text: replyText,
  status: 'read',
  created_at: at,
});
const asked = (messageSid: string, words: string) => ({
  messageSid,
  words,
  reports: [
    {
      messageSid,
      replies: [{ body: words.replace('question', 'answer'), mediaUrls: [] }],
      errors: [],
      webhookMs: 900,
    },
  ],
});

/** Two messages, answered as they should be. */
const good: MessageOutcome = {
  contact,
  written: [asked(first, 'question one'), asked(second, 'question two')],
  conversation: [sent('answer one', 1_000), sent('answer two', 2_000)],
  rows: [kept(first, 'answer one', 10), kept(second, 'answer two', 20)],
  errors: [],
  logged: ['{"event":"message.incoming","from":"+9725****999"}'],
  elapsedMs: (until) => until,
};
/** The same, after the customer was told to wait. */
const late: MessageOutcome = {
  ...good,
  logged: ['{"event":"message.sent"}'],
  conversation: [
    sent(messageTexts.wait, 1_000),
    sent('answer one', 91_000, { direction: 'outbound-api' }),
    sent('answer two', 92_000, { direction: 'outbound-api' }),
  ],
};
const told: MessageOutcome = {
  ...good,
  written: [{ ...asked(first, 'question one'), reports: [] }],
  conversation: [sent(messageTexts.givenUp, 1_000)],
  rows: [{ ...kept(first, messageTexts.givenUp, 10), text: 'question one' }],
};

test.for([
  ['answers', row, good],
  ['late answers', lateRow, late],
  ['an apology', toldRow, told],
] as const)('%s that are as promised break no promise', ([, played, outcome]) => {
  expect(brokenMessagePromises(played, outcome)).toEqual([]);
});

test.for([
  [
    'a message without a reply',
    row,
    {
      ...good,
      rows: [good.rows[0], { ...good.rows[1], reply_text: undefined }],
      conversation: good.conversation.slice(0, 1),
    },
    'every message is answered',
  ],
  [
    'an answer after a word of waiting',
    row,
    { ...good, conversation: [sent(messageTexts.wait, 500), ...good.conversation] },
    'the customer is neither told to wait nor turned away',
  ],
  [
    'an answer that came at once after all',
    lateRow,
    {
      ...late,
      conversation: late.conversation.map((it) => ({ ...it, direction: 'outbound-reply' })),
    },
    'the answer comes late',
  ],
  [
    'an apology beside the answers',
    lateRow,
    { ...late, conversation: [...late.conversation, sent(messageTexts.sorry, 93_000)] },
    'the customer is not turned away',
  ],
  [
    'two apologies',
    toldRow,
    { ...told, conversation: [...told.conversation, sent(messageTexts.sorry, 1_500)] },
    'the customer reads once that there is no answer',
  ],
  [
    'a first word that is late',
    row,
    { ...good, elapsedMs: (until: number) => until + 12_500 },
    'the first word comes within 13 s',
  ],
  [
    'a last word that is late',
    row,
    { ...good, conversation: [sent('answer one', 1_000), sent('answer two', 14_000)] },
    'the last word comes within 13 s',
  ],
  [
    'a late reply that is too late',
    lateRow,
    {
      ...late,
      conversation: late.conversation.map((it, at) => ({
        ...it,
        createdAt: it.createdAt + at * 30_000,
      })),
    },
    'the last word comes within 133 s',
  ],
  [
    'a reply sent twice',
    row,
    { ...good, conversation: [...good.conversation, sent('answer two', 2_100)] },
    'every reply in the CRM is sent once',
  ],
  [
    'words that stand nowhere',
    row,
    { ...good, conversation: [...good.conversation, sent('who are you?', 2_100)] },
    'nothing is sent that the CRM does not hold',
  ],
  [
    'two words of waiting',
    lateRow,
    { ...late, conversation: [sent(messageTexts.wait, 900), ...late.conversation] },
    'the customer is told to wait at most once',
  ],
  [
    'answers in another order',
    row,
    { ...good, conversation: good.conversation.toReversed() },
    'replies come in the order of the messages',
  ],
  [
    'a first answer that is never sent',
    row,
    { ...good, conversation: good.conversation.slice(1) },
    'replies come in the order of the messages',
  ],
  [
    'a reply that does not arrive',
    row,
    {
      ...good,
      conversation: [
        ...good.conversation.slice(0, 1),
        { ...good.conversation[1], status: 'undelivered' },
      ],
    },
    'all that is sent comes to the phone',
  ],
  [
    'a late reply that may be sent once more',
    lateRow,
    { ...late, logged: [] },
    'a late sender learns in the end that its message was sent',
  ],
  [
    'a copy with an answer of its own',
    row,
    {
      ...good,
      written: [
        good.written[0],
        {
          ...good.written[1],
          reports: [...asked(second, 'question two').reports, ...asked(second, 'another').reports],
        },
      ],
    },
    'a repeated delivery gets the reply that the CRM holds',
  ],
  [
    'a message in two rows',
    row,
    { ...good, rows: [...good.rows, { ...kept(first, 'answer one', 10), reply_text: undefined }] },
    'each message is one row',
  ],
  ['a message in no row', row, { ...good, rows: good.rows.slice(0, 1) }, 'each message is one row'],
  [
    'a row with other words',
    row,
    { ...good, rows: [good.rows[0], { ...good.rows[1], text: 'something else' }] },
    'the office sees what its customer wrote',
  ],
  [
    'a reply without news that it was read',
    row,
    { ...good, rows: [good.rows[0], { ...good.rows[1], status: 'replied' }] },
    'the office sees that its replies were read',
  ],
  [
    'a log with words',
    row,
    { ...good, logged: ['{"text":"question one"}'] },
    'no line of a log tells what was written',
  ],
  [
    'a log with an answer',
    row,
    { ...good, logged: ['{"text":"answer two"}'] },
    'no line of a log tells what was written',
  ],
  [
    'a log with a number',
    row,
    { ...good, logged: [`{"to":"${contact}"}`] },
    'no line of a log tells a whole number',
  ],
  [
    'credentials at another host',
    row,
    { ...good, errors: [{ at: 0, code: LEAKED, level: 'error', message: '' }] },
    'the credentials are sent to Twilio only',
  ],
] as const)('%s breaks a promise', ([, played, outcome, promise]) => {
  expect(brokenMessagePromises(played, outcome as MessageOutcome)).toContain(promise);
});
