import { type ExchangeError, LEAKED_CREDENTIALS } from 'twilio-exchange/account/error-log.ts';
import { isOnPhone, type Message } from 'twilio-exchange/whatsapp/message.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { messageTexts } from '#shared/messages/message-texts.ts';
import type { Correspondence } from './correspondence.ts';
import { attemptsAfter, RECONCILED_EVERY_MS } from './customer-clock.ts';
import { attemptsOf, type MessageRow } from './row.ts';

/** The observed outcome of a row's messages. */
export type MessageOutcome = {
  readonly contact: string;
  readonly written: readonly Correspondence[];
  /** All messages between the customer and the office, oldest first. */
  readonly conversation: readonly Message[];
  /** The contact's rows in the CRM. */
  readonly rows: readonly Interaction[];
  /** Twilio's errors since the row began. */
  readonly errors: readonly ExchangeError[];
  /** The product's log lines since the row began. */
  readonly logged: readonly string[];
  /** Returns the milliseconds that the customer waited until a moment. */
  readonly elapsedMs: (until: number) => number;
};

/** The bound on an immediate answer: below Twilio's 15 s for a webhook, delivery included. */
const AT_ONCE_MS = 13_000;
/** The bound on one attempt: transcription, the queue, the model, and sending. */
const ATTEMPT_MS = 30_000;
/** The bound after a function died: its late reply is scheduled for 90 s. */
const UNTOLD_MS = 120_000;
/** The bound on a message without a webhook: `reconcile` finds it within the hour. */
const FOUND_MS = RECONCILED_EVERY_MS + UNTOLD_MS;

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

/** Returns the milliseconds until the office's first and last message. */
export function waitsOf({ conversation, elapsedMs }: MessageOutcome) {
  const moments = conversation.filter(isOnPhone).map(({ createdAt }) => elapsedMs(createdAt));
  return { firstWordMs: moments[0], lastWordMs: moments.at(-1) };
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
  const count = attemptsOf(row);
  const firstMs = firstWordWithinMs(row);
  const foundMs = row.line === 'reconcile' ? FOUND_MS : 0;
  const lateMs = attemptsAfter('any', count).reduce(
    (sum, { pauseMs }) => sum + pauseMs + ATTEMPT_MS,
    0,
  );
  const writtenMs = Math.max(0, ...(row.writes ?? []).map(({ underWayMs = 0 }) => underWayMs));
  const lastMs = AT_ONCE_MS + writtenMs + foundMs + lateMs;
  const { firstWordMs = Number.POSITIVE_INFINITY, lastWordMs = Number.POSITIVE_INFINITY } =
    waitsOf(outcome);
  return {
    [`the first word comes within ${firstMs / 1_000} s`]: firstWordMs <= firstMs,
    [`the last word comes within ${lastMs / 1_000} s`]: lastWordMs <= lastMs,
  };
}

function firstWordWithinMs({ line, expectation, faults, switches }: MessageRow): number {
  if (line === 'reconcile' && expectation === 'answered-late') return FOUND_MS;
  const isUntold =
    faults?.some(({ on }) => on === 'functions') || switches?.webhookFaults === 'unheard';
  return isUntold || expectation === 'reminded' ? UNTOLD_MS : AT_ONCE_MS;
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
  let place = -1;
  // A reply may come twice: then the second one stands behind the first.
  const isInOrder = replies.every((reply, index) => {
    place = bodies.indexOf(reply, place + 1);
    return index === 0 || place >= 0;
  });
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
    'replies come in the order of the messages': isInOrder,
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
