import { LEAKED_CREDENTIALS } from 'twilio-exchange/account/error-log.ts';
import { isOnPhone } from 'twilio-exchange/whatsapp/message.ts';
import { messageTexts } from '#shared/messages/message-texts.ts';
import type { Correspondence } from './correspondence.ts';
import { waitBounds } from './message-bounds.ts';
import { type MessageOutcome, waitsOf } from './message-outcome.ts';
import type { MessageRow } from './row.ts';

/** The office's texts that stand in for an answer; they may be sent more than once. */
const WAIT = messageTexts.wait;
const APOLOGIES: readonly string[] = [
  messageTexts.sorry,
  messageTexts.givenUp,
  messageTexts.voiceNotHeard,
  messageTexts.tomorrow,
];
/** The equal messages that are answered. */
const ANSWERED_EQUALS = 3;

type Promises = Readonly<Record<string, boolean>>;

/** Returns the promises that the outcome of a row breaks, each as the sentence that is false. */
export function brokenMessagePromises(row: MessageRow, outcome: MessageOutcome): string[] {
  const promises = {
    ...ofCustomer(row, outcome),
    ...ofSilence(row, outcome),
    ...ofReplies(outcome),
    ...ofCrm(row, outcome),
    ...ofSecrets(outcome),
  };
  return Object.entries(promises).flatMap(([promise, isKept]) => (isKept ? [] : [promise]));
}

function ofCustomer(row: MessageRow, outcome: MessageOutcome): Promises {
  const { written, rows, conversation } = outcome;
  const words = conversation.filter(isOnPhone).map(({ body }) => body);
  const answers = words.filter((body) => body !== WAIT && !APOLOGIES.includes(body));
  const apologies = words.filter((body) => APOLOGIES.includes(body));
  const isAnswered = ({ messageSid }: Correspondence) => {
    const own = rows.find(({ external_sid }) => external_sid === messageSid);
    const answering = own?.answered_with ?? messageSid;
    const standing = rows.find(({ external_sid }) => external_sid === answering)?.reply_text ?? '';
    return answers.includes(standing);
  };
  switch (row.expectation) {
    case 'answered':
      return {
        'every message is answered': written.every(isAnswered),
        'the customer is neither told to wait nor turned away': answers.length === words.length,
      };
    case 'answered-late':
      return {
        'every message is answered': written.every(isAnswered),
        'the answer comes late': conversation.some(({ direction }) => direction === 'outbound-api'),
        'the customer is not turned away': apologies.length === 0,
      };
    case 'answered-after-all':
      return {
        'every message is answered': written.every(isAnswered),
        'the answer comes late': conversation.some(({ direction }) => direction === 'outbound-api'),
        'the customer reads once that there is no answer': apologies.length === 1,
      };
    case 'told':
      return {
        'the customer reads once that there is no answer': apologies.length === 1,
        'nothing else is answered': answers.length === 0,
      };
    case 'let-be': {
      const unanswered = written.slice(ANSWERED_EQUALS);
      return {
        'the first three are answered':
          written.slice(0, ANSWERED_EQUALS).every(isAnswered) && words.length === ANSWERED_EQUALS,
        'the office reads why the others are not': unanswered.every(
          ({ messageSid }) =>
            rows.find(({ external_sid }) => external_sid === messageSid)?.unanswered === 'repeated',
        ),
      };
    }
    case 'moved':
    case 'moved-or-offered':
      return { 'every message is answered': written.every(isAnswered) };
    case 'reminded':
      return { 'one reminder is read': answers.length === 1 && words.length === 1 };
  }
}

function ofSilence(row: MessageRow, outcome: MessageOutcome): Promises {
  const { firstMs, lastMs } = waitBounds(row);
  const { firstWordMs = Number.POSITIVE_INFINITY, lastWordMs = Number.POSITIVE_INFINITY } =
    waitsOf(outcome);
  return {
    [`the first word comes within ${firstMs / 1_000} s`]: firstWordMs <= firstMs,
    [`the last word comes within ${lastMs / 1_000} s`]: lastWordMs <= lastMs,
  };
}

/** Each reply in the CRM is sent once, in order, and no other text is sent. */
function ofReplies({ written, conversation, rows, logged }: MessageOutcome): Promises {
  const sent = conversation.filter(({ direction }) => direction !== 'inbound');
  const bodies = sent.map(({ body }) => body);
  const replies = rows
    .toSorted((a, b) => a.created_at - b.created_at)
    .flatMap(({ reply_text }) => reply_text ?? []);
  const timesIn = (texts: readonly string[], text: string) =>
    texts.filter((other) => other === text).length;
  const repeated = (messageSid: string) => {
    const reply = rows.find(({ external_sid }) => external_sid === messageSid)?.reply_text ?? '';
    return ['', WAIT, messageTexts.sorry, reply];
  };
  return {
    'every reply in the CRM is sent once': replies.every(
      (reply) => timesIn(bodies, reply) === timesIn(replies, reply),
    ),
    'nothing is sent that the CRM does not hold': bodies.every(
      (body) => replies.includes(body) || body === WAIT || body === messageTexts.sorry,
    ),
    'the customer is told to wait at most once': timesIn(bodies, WAIT) <= 1,
    'replies come in the order of the messages': isSubsequence(replies, bodies),
    'all that is sent comes to the phone': sent.every(isOnPhone),
    // A sender without this confirmation may send the message again.
    'a late sender learns in the end that its message was sent':
      sent.every(({ direction }) => direction === 'outbound-reply') ||
      logged.some((line) => /"(message|notice)\.sent"/.test(line)),
    'a repeated delivery gets the reply that the CRM holds': written.every(
      ({ messageSid, reports }) =>
        reports
          .flatMap(({ replies: given }) => given)
          .every(({ body }) => repeated(messageSid).includes(body)),
    ),
  };
}

/** Returns whether a list holds all texts in their order; a text that comes twice must be there twice. */
function isSubsequence(texts: readonly string[], list: readonly string[]): boolean {
  let place = -1;
  return texts.every((text) => {
    place = list.indexOf(text, place + 1);
    return place >= 0;
  });
}

/** The CRM has each message once, with its final status. */
function ofCrm(row: MessageRow, { written, rows }: MessageOutcome): Promises {
  const timesKept = (messageSid: string) =>
    rows.filter(({ external_sid }) => external_sid === messageSid).length;
  const expected = row.expectation === 'reminded' ? 1 : written.length;
  const dropsNews = row.switches?.statusCallbackOrder === 'dropped';
  return {
    'each message is one row':
      rows.length === expected && written.every(({ messageSid }) => timesKept(messageSid) === 1),
    'the office sees what its customer wrote': rows.every(
      ({ text, media_problem }) =>
        media_problem ||
        !text ||
        row.expectation === 'reminded' ||
        written.some(({ words }) => text.includes(words)),
    ),
    'the office sees that its replies were read':
      dropsNews || rows.every(({ reply_text, status }) => !reply_text || status === 'read'),
  };
}

/** No log has words, numbers or credentials. */
function ofSecrets({ contact, written, rows, errors, logged }: MessageOutcome): Promises {
  const said = [
    ...written.map(({ words }) => words),
    ...rows.flatMap(({ text, reply_text }) => [text ?? '', reply_text ?? '']),
  ].filter(Boolean);
  const tells = (secrets: readonly string[]) =>
    logged.some((line) => secrets.some((secret) => line.includes(secret)));
  return {
    'no line of a log tells what was written': !tells(said),
    'no line of a log tells a whole number': !tells([contact.replace(/^(?:\+|whatsapp:)/, '')]),
    'the credentials are sent to Twilio only': !errors.some(
      ({ code }) => code === LEAKED_CREDENTIALS,
    ),
  };
}
