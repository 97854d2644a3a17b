import { type ExchangeError, LEAKED_CREDENTIALS } from 'twilio-exchange/account/error-log.ts';
import { isOnPhone, type Message } from 'twilio-exchange/whatsapp/message.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { messageTexts } from '#shared/messages/message-texts.ts';
import type { Correspondence } from './correspondence.ts';
import { looksAfter, RECONCILED_EVERY_MS } from './looks.ts';
import { looksOf, type MessageRow } from './row.ts';

/** What is known of messages around which something went wrong. */
export type MessageOutcome = {
  readonly contact: string;
  readonly written: readonly Correspondence[];
  /** All that stands between the customer and the office, oldest first. */
  readonly conversation: readonly Message[];
  /** What the CRM holds of it. */
  readonly rows: readonly Interaction[];
  /** What Twilio's debugger says since. */
  readonly errors: readonly ExchangeError[];
  /** What the product logged meanwhile. */
  readonly logged: readonly string[];
  /** How long the customer waited until a moment. */
  readonly elapsedMs: (until: number) => number;
};

/** A webhook's time, with the way to the phone: Twilio hears no answer that takes longer than 15 s. */
const AT_ONCE_MS = 13_000;
/** What a look may take: hearing, waiting for others, thinking, sending. */
const LOOK_MS = 30_000;
/** A message whose function died is looked after in a minute and a half. */
const UNTOLD_MS = 120_000;
/** What nobody was told of is found within the hour. */
const FOUND_MS = RECONCILED_EVERY_MS + UNTOLD_MS;

/** What the office says without an answer; the same words may stand more often. */
const WAIT = messageTexts.wait;
const APOLOGIES: readonly string[] = [
  messageTexts.sorry,
  messageTexts.givenUp,
  messageTexts.voiceNotHeard,
];

type Promises = Readonly<Record<string, boolean>>;

/** The promises of a row that its outcome does not keep, as sentences that are not true of it. */
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

/** How long it took until the office said anything, and until it had said all. */
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
        'nobody is told to wait or turned away': answers.length === words.length,
      };
    case 'answered-late':
      return {
        'every message is answered': written.every(isAnswered),
        'the answer comes late': conversation.some(({ direction }) => direction === 'outbound-api'),
        'nobody is turned away': apologies.length === 0,
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
    case 'reminded':
      return { 'one reminder is read': answers.length === 1 && words.length === 1 };
  }
}

function ofSilence(row: MessageRow, outcome: MessageOutcome): Promises {
  const count = looksOf(row);
  const firstMs = firstWordWithinMs(row);
  const foundMs = row.line === 'reconcile' ? FOUND_MS : 0;
  const lateMs = looksAfter('any', count).reduce((sum, { pauseMs }) => sum + pauseMs + LOOK_MS, 0);
  const lastMs = AT_ONCE_MS + foundMs + lateMs;
  const { firstWordMs = Number.POSITIVE_INFINITY, lastWordMs = Number.POSITIVE_INFINITY } =
    waitsOf(outcome);
  return {
    [`nobody waits longer than ${firstMs / 1_000} s for a word`]: firstWordMs <= firstMs,
    [`nobody waits longer than ${lastMs / 1_000} s for the last word`]: lastWordMs <= lastMs,
  };
}

function firstWordWithinMs({ line, expectation, faults, switches }: MessageRow): number {
  if (line === 'reconcile' && expectation === 'answered-late') return FOUND_MS;
  const isUntold =
    faults?.some(({ on }) => on === 'functions') || switches?.webhookFaults === 'unheard';
  return isUntold || expectation === 'reminded' ? UNTOLD_MS : AT_ONCE_MS;
}

/** What stands is sent once, in its order, and nothing besides. */
function ofReplies({ written, conversation, rows, logged }: MessageOutcome): Promises {
  const sent = conversation.filter(({ direction }) => direction !== 'inbound');
  const bodies = sent.map(({ body }) => body);
  const replies = rows
    .toSorted((a, b) => a.created_at - b.created_at)
    .flatMap(({ reply_text }) => reply_text ?? []);
  const timesIn = (texts: readonly string[], text: string) =>
    texts.filter((other) => other === text).length;
  const places = replies.map((reply) => bodies.indexOf(reply));
  const repeated = (messageSid: string) => {
    const reply = rows.find(({ external_sid }) => external_sid === messageSid)?.reply_text ?? '';
    return ['', WAIT, messageTexts.sorry, reply];
  };
  return {
    'every reply that stands is sent once': replies.every(
      (reply) => timesIn(bodies, reply) === timesIn(replies, reply),
    ),
    'nothing is sent that stands nowhere': bodies.every(
      (body) => replies.includes(body) || body === WAIT || body === messageTexts.sorry,
    ),
    'nobody is told twice to wait': timesIn(bodies, WAIT) <= 1,
    'replies come in the order of the messages': places.every(
      (place, index) => index === 0 || place > (places[index - 1] ?? -1),
    ),
    'all that is sent comes to the phone': sent.every(isOnPhone),
    // Until then it may be sent once more.
    'whoever sends late knows in the end that it is sent':
      sent.every(({ direction }) => direction === 'outbound-reply') ||
      logged.some((line) => /"(message|notice)\.sent"/.test(line)),
    'a message that comes again is given what stands': written.every(({ messageSid, reports }) =>
      reports
        .flatMap(({ replies: given }) => given)
        .every(({ body }) => repeated(messageSid).includes(body)),
    ),
  };
}

/** The CRM has each message once and knows what became of it. */
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

/** What nobody but the office may see. */
function ofSecrets({ contact, written, rows, errors, logged }: MessageOutcome): Promises {
  const said = [
    ...written.map(({ words }) => words),
    ...rows.flatMap(({ text, reply_text }) => [text ?? '', reply_text ?? '']),
  ].filter(Boolean);
  const tells = (secrets: readonly string[]) =>
    logged.some((line) => secrets.some((secret) => line.includes(secret)));
  return {
    'no line of a log tells what was written': !tells(said),
    'no line of a log tells a whole number': !tells([contact.slice(1)]),
    'the credentials are sent to nobody but Twilio': !errors.some(
      ({ code }) => code === LEAKED_CREDENTIALS,
    ),
  };
}
