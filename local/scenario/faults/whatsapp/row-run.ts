import { faint, hebrew } from '@agent-locator/command-line/terminal.ts';
import { startFrameClock } from 'twilio-exchange/line/frame-clock.ts';
import { isOnPhone, type Message } from 'twilio-exchange/whatsapp/message.ts';
import { waitUntil } from '#local/polling.ts';
import { createTimeline } from '#local/scenario/call-printer.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { toMessage, writeMessage } from './correspondence.ts';
import { attemptsAfter, createCustomerClock } from './customer-clock.ts';
import { createMessageFaultInjection } from './fault-injection.ts';
import { type MessageOutcome, waitsOf } from './message-outcome.ts';
import { bookMovedViewings, rivalOf } from './moved-viewing.ts';
import { brokenMessagePromises } from './promises.ts';
import { bookViewing } from './reminder.ts';
import { attemptsOf, type MessageRow, numberOf, writingsOf } from './row.ts';
import type { MessageStage } from './stage.ts';

/** The result of a row. */
export type MessageResult = {
  readonly row: MessageRow;
  readonly ok: boolean;
  /** The promises that were not kept. */
  readonly problems: readonly string[];
  /** The greatest lateness of this machine's frame clock during the row, in ms. */
  readonly clockLateMs: number;
  /** The waits until the office's first and last message; undefined where none came. */
  readonly firstWordMs: number | undefined;
  readonly lastWordMs: number | undefined;
  /** The conversation line by line; for a failed row also the contact's rows in the CRM. */
  readonly story: readonly string[];
};

/** The time until a conversation is final: an attempt with its retries, and the status callbacks of its messages. */
const SETTLED_WITHIN = { deadlineMs: 25_000, pollMs: 100 };

/** Runs a row on a stage and checks its promises. */
export async function playMessageRow(
  row: MessageRow,
  stage: MessageStage,
  contact: string,
): Promise<MessageResult> {
  const { world, logged } = stage;
  const { exchange } = world;
  const { switches = {}, faults = [] } = row;
  const customer = exchange.whatsApp.customer(numberOf(row, contact), { switches });
  const story: string[] = [];
  customer.subscribe(toPrinter((line) => story.push(line)));
  const isMove = row.expectation === 'moved' || row.expectation === 'moved-or-offered';
  await using moved = isMove
    ? await bookMovedViewings(stage, row.hasRival ? [contact, rivalOf(contact)] : [contact])
    : undefined;
  const writings = moved ? [{ words: moved.words }] : writingsOf(row);
  const contents = await Promise.all(writings.map((writing) => toMessage(writing, world)));
  const [linesBefore, errorsBefore] = [logged.length, exchange.errors.length];

  const frameClock = startFrameClock(() => {});
  await using injection = createMessageFaultInjection(faults, { stage, customer });
  await injection.before();
  const since = Date.now();
  const clock = createCustomerClock({ stage, customer });
  const posted = Promise.all(
    writings.flatMap((writing, index) => {
      const content = contents[index];
      return content ? writeMessage({ stage, customer }, content, writing) : [];
    }),
  );
  const rivalPosted = moved?.rivalWrites();
  await injection.during();
  const written = await posted;
  await rivalPosted;
  await injection.over('posted');
  const due = row.expectation === 'reminded' ? await bookViewing(stage, contact) : [];
  const aheadMs = due.reduce((sum, { pauseMs }) => sum + pauseMs, 0);
  if (row.line === 'reconcile') await clock.reconcile();
  const [first] = written;
  const attempts = first ? attemptsAfter(first.messageSid, attemptsOf(row)) : due;
  await clock.passAttempts(attempts, () => injection.over('first-attempt'));

  const observe = async (): Promise<MessageOutcome> => ({
    contact,
    written,
    conversation: customer.conversation(),
    rows: await stage.rowsOf(contact),
    errors: exchange.errors.slice(errorsBefore),
    logged: logged.slice(linesBefore),
    // The wait for a reminder begins when it is due.
    elapsedMs: (until) => clock.elapsedMs(since, until) - aheadMs,
  });
  const judge = async () => {
    const outcome = await observe();
    const kept = Object.entries((await moved?.promises()) ?? {});
    const ofViewings = kept.flatMap(([promise, isKept]) => (isKept ? [] : [promise]));
    return { outcome, problems: [...brokenMessagePromises(row, outcome), ...ofViewings] };
  };
  const { outcome, problems } = await waitUntil(
    judge,
    (verdict) => verdict.problems.length === 0,
    SETTLED_WITHIN,
  );
  frameClock.stop();
  if (problems.length > 0) story.push(...outcome.rows.flatMap(describe));
  const clockLateMs = Math.round(frameClock.maxLateMs);
  return { row, ok: problems.length === 0, problems, clockLateMs, ...waitsOf(outcome), story };
}

/** Prints each message once; the office's when it reaches the phone. */
function toPrinter(print: (line: string) => void): (message: Message) => void {
  const tell = createTimeline(print);
  const told = new Set<string>();
  return (message) => {
    const { messageSid, direction, body, media } = message;
    const isCustomers = direction === 'inbound';
    if (told.has(messageSid) || !(isCustomers || isOnPhone(message))) return;
    told.add(messageSid);
    const files = media.map(({ contentType }) => faint(contentType)).join(' ');
    tell(Date.now(), isCustomers ? 'customer' : 'office', body ? hebrew(body) : files);
  };
}

function describe({ id, status, text = '', reply_text = '' }: Interaction): string[] {
  return [`${id} ${status}`, `  ${hebrew(text)}`, `  ${hebrew(reply_text)}`];
}
