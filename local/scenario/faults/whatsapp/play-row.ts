import { setTimeout as sleep } from 'node:timers/promises';
import { faint, hebrew } from '@agent-locator/command-line/terminal.ts';
import { startFrameClock } from 'twilio-exchange/line/frame-clock.ts';
import { isOnPhone, type Message } from 'twilio-exchange/whatsapp/message.ts';
import { createTimeline } from '#local/scenario/narrator.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { toMessage, writeMessage } from './correspondence.ts';
import { createCustomerTime, looksAfter } from './looks.ts';
import { brokenMessagePromises, type MessageOutcome, waitsOf } from './promises.ts';
import { bookViewing } from './reminder.ts';
import { looksOf, type MessageRow, writingsOf } from './row.ts';
import type { MessageStage } from './stage.ts';
import { createMessageStrikes } from './strike.ts';

/** What came of a row. */
export type MessageResult = {
  readonly row: MessageRow;
  readonly ok: boolean;
  /** The promises that were not kept. */
  readonly problems: readonly string[];
  /** How late this machine's frame clock was at worst while the row was played, in ms. */
  readonly clockLateMs: number;
  /** How long the customer waited for the first word of the office, and for the last; absent where none came. */
  readonly firstWordMs: number | undefined;
  readonly lastWordMs: number | undefined;
  /** The conversation, line by line; of a red row what the CRM holds too. */
  readonly story: readonly string[];
};

/** How long the last of a conversation may be under way: a look with all its attempts, and the news of what it sent. */
const SETTLE_DEADLINE_MS = 25_000;
const POLL_MS = 100;

/** Plays a row on a stage and holds its conversation against its promises. */
export async function playMessageRow(
  row: MessageRow,
  stage: MessageStage,
  contact: string,
): Promise<MessageResult> {
  const { world, logged } = stage;
  const { exchange } = world;
  const { switches = {}, faults = [] } = row;
  const customer = exchange.whatsApp.customer(contact, { switches });
  const story: string[] = [];
  customer.subscribe(toldTo((line) => story.push(line)));
  const writings = writingsOf(row);
  const contents = await Promise.all(writings.map((writing) => toMessage(writing, world)));
  const [linesBefore, errorsBefore] = [logged.length, exchange.errors.length];

  const clock = startFrameClock(() => {});
  await using strikes = createMessageStrikes(faults, { stage, customer });
  await strikes.before();
  const since = Date.now();
  const time = createCustomerTime({ stage, customer });
  const posted = Promise.all(
    writings.flatMap((writing, index) => {
      const content = contents[index];
      return content ? writeMessage({ stage, customer }, content, writing) : [];
    }),
  );
  await strikes.during();
  const written = await posted;
  await strikes.over('posted');
  const due = row.expectation === 'reminded' ? await bookViewing(stage, contact) : [];
  const aheadMs = due.reduce((sum, { pauseMs }) => sum + pauseMs, 0);
  if (row.line === 'reconcile') await time.reconcile();
  const [first] = written;
  const looks = first ? looksAfter(first.messageSid, looksOf(row)) : due;
  await time.lookAfter(looks, () => strikes.over('first-look'));

  const look = async (): Promise<MessageOutcome> => ({
    contact,
    written,
    conversation: customer.conversation(),
    rows: await stage.rowsOf(contact),
    errors: exchange.errors.slice(errorsBefore),
    logged: logged.slice(linesBefore),
    // Nobody waits for a reminder before it is due.
    elapsedMs: (until) => time.elapsedMs(since, until) - aheadMs,
  });
  const giveUpAt = Date.now() + SETTLE_DEADLINE_MS;
  let outcome = await look();
  let problems = brokenMessagePromises(row, outcome);
  while (problems.length > 0 && Date.now() < giveUpAt) {
    await sleep(POLL_MS);
    outcome = await look();
    problems = brokenMessagePromises(row, outcome);
  }
  clock.stop();
  if (problems.length > 0) story.push(...outcome.rows.flatMap(describe));
  const clockLateMs = Math.round(clock.maxLateMs);
  return { row, ok: problems.length === 0, problems, clockLateMs, ...waitsOf(outcome), story };
}

/** Tells each message once, the office's when it comes to the phone. */
function toldTo(print: (line: string) => void): (message: Message) => void {
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
