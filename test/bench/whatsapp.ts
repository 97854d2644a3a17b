import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Print } from '@agent-locator/command-line/terminal.ts';
import { parseTwiml } from 'twilio-exchange/twiml/document.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { createLambdaStandIn, type LambdaStandIn } from '#local/aws/lambda/lambda.ts';
import { createSchedulerStandIn } from '#local/aws/scheduler/scheduler.ts';
import { createGateway } from '#local/gateway/gateway.ts';
import { waitUntil } from '#local/polling.ts';
import { productEnvironment } from '#local/world/product-environment.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { routes } from '#shared/routes.ts';
import { everyRow } from '../functions.ts';
import { newSid, post } from '../twilio-requests.ts';
import { openTwilioMessages } from '../vendors/twilio-messages.ts';
import { quantile } from './quantile.ts';
import { startProcess } from './watchdog-process.ts';
import { answerTo, openModel } from './whatsapp-model.ts';

const CONTACTS = 200;
const MESSAGES_EACH = 5;
const PER_SECOND = 50;
const THINKING_MS = 300;
/** Contacts who write before anything is measured, until the functions are no longer being compiled. */
const WARMING_CONTACTS = 5;
const WARMING_ROUNDS = 6;
/** The promised time from a webhook to its answer. */
const PROMISED_MS = 1_000;
/** When messages are looked after that were not answered at once, and how long that may take all together. */
const LATE_MS = 90_000;
const LATE_WORK_MS = 60_000;
const SENDER = '+97233000001';
const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'any' };

/** How surely, in what order and how soon messages are answered. */
export const whatsapp = {
  purpose: `npm run bench -- whatsapp: ${CONTACTS} contacts write ${MESSAGES_EACH} messages each, in turn, ${PER_SECOND} a second.

The model takes ${THINKING_MS} ms. 
The store and the functions are processes apart; what is measured are the answers to Twilio's webhooks.

  messages        webhooks posted
  rows            of them that stand in the CRM
  replies         messages that were answered with their own, the one that stands in the row
  late            of these the answers that came over REST, when the webhook had been told to wait
  together        messages that were answered with a later one, and say so
  lost            messages that were answered in neither way
  double          messages that were answered more than once
  out_of_order    messages that were not answered in their contact's order, or without what was said before
  webhook_p99_ms  from the post to its answer

Promised: all rows, one reply each, none lost, double or out of order, p99 ${PROMISED_MS} ms.

Of the machine, which spoils the figures above where it is overloaded:

  machine_late_ms the longest time that the poster waited for its turn`,

  async measure(progress: Print) {
    const figures = await measureMessages(progress);
    const { messages, rows, replies, together, lost, double, out_of_order } = figures;
    const ok =
      rows === messages &&
      replies + together === messages &&
      lost + double + out_of_order === 0 &&
      figures.webhook_p99_ms <= PROMISED_MS;
    const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(16)} ${value}`);
    return { ok, lines, figures };
  },
};

/** A message that was written, and what came back. */
type Written = {
  readonly contact: string;
  readonly messageSid: string;
  readonly body: string;
  replies: readonly string[];
  tookMs: number;
};

async function measureMessages(print: Print) {
  await using opened = new AsyncDisposableStack();
  const model = opened.use(await openModel(THINKING_MS));
  const twilio = opened.use(await openTwilioMessages(account));
  const store = opened.use(await startProcess('watchdog-store.ts', {}));
  const db = opened.adopt(localDynamoDb(String(store.said)), (client) => client.destroy());
  const scheduler = opened.use(
    await createSchedulerStandIn({ invoke: (name, input) => lambda.invokeLater(name, input) }),
  );
  const gateway = opened.use(
    await createGateway({
      port: 0,
      invoke: (name, event) => lambda.invoke(name, event),
      staticFolders: [],
      balancer: { place: () => undefined },
    }),
  );
  const env = {
    ...productEnvironment({
      publicBaseUrl: gateway.url,
      twilio: { ...account, apiBaseUrl: twilio.url },
      dynamoDbEndpoint: String(store.said),
      schedulerEndpoint: scheduler.endpoint,
      openAiBaseUrl: model.baseUrl,
    }),
    WHATSAPP_SENDER: SENDER,
  };
  const timeoutsMs = { 'whatsapp-inbound': 15_000, 'late-reply': 90_000 };
  const lambda: LambdaStandIn = opened.use(await createLambdaStandIn({ env, timeoutsMs }));
  const posted = { url: gateway.url, env };

  const write = async (written: Written) => {
    const since = performance.now();
    const between = { from: `whatsapp:${written.contact}`, to: `whatsapp:${SENDER}` };
    twilio.receive(written.messageSid, { ...between, body: written.body });
    const { body, status } = await post(posted, routes['whatsapp-inbound'].path, {
      MessageSid: written.messageSid,
      From: between.from,
      To: between.to,
      Body: written.body,
      NumMedia: '0',
    });
    written.tookMs = performance.now() - since;
    written.replies =
      status === 200 ? parseTwiml(body, undefined).verbs.map(({ text }) => text) : [];
  };

  print('The function starts …');
  for (let round = 0; round < WARMING_ROUNDS; round++) {
    const some = Array.from({ length: WARMING_CONTACTS }, (_, index) => `+97250999000${index}`);
    await Promise.all(
      some.map((contact) => write(toMessage(contact, `${contact}: warm ${round}`))),
    );
  }
  const lateness = monitorEventLoopDelay({ resolution: 20 });
  lateness.enable();
  const all = Array.from({ length: CONTACTS * MESSAGES_EACH }, (_, index) => {
    const contact = `+97250${String(1_000_000 + (index % CONTACTS))}`;
    return toMessage(contact, `${contact}: ${1 + Math.floor(index / CONTACTS)}`);
  });
  const startedAt = performance.now();
  const answers: Promise<void>[] = [];
  for (const [index, written] of all.entries()) {
    await sleep(Math.max(0, startedAt + (index * 1_000) / PER_SECOND - performance.now()));
    if (index % CONTACTS === 0) print(`  ${index} of ${all.length} messages`);
    answers.push(write(written));
  }
  await Promise.all(answers);
  const lateMs = lateness.max / 1e6;

  const read = async () => {
    const { interactions } = await everyRow(db);
    return new Map((interactions as Interaction[]).map((row) => [row.external_sid, row]));
  };
  const isDone = (rows: Left['rows']) =>
    all.every(({ messageSid }) => rows.get(messageSid)?.settled_at !== undefined);
  if (!isDone(await read())) {
    print('  those who were told to wait …');
    scheduler.skip(LATE_MS);
  }
  const rows = await waitUntil(read, isDone, LATE_WORK_MS);
  const sentTo = (contact: string) => twilio.sentTo(contact).map(({ body }) => body);
  return figuresOf(all, { rows, asked: model.asked, sentTo, lateMs });
}

function toMessage(contact: string, body: string): Written {
  const messageSid = newSid('CA').replace('CA', 'SM');
  return { contact, messageSid, body, replies: [], tookMs: 0 };
}

/** The rows and errors that the run left behind. */
type Left = {
  readonly rows: ReadonlyMap<string, Interaction>;
  readonly asked: ReadonlyMap<string, readonly string[][]>;
  /** The messages that a contact was sent over REST. */
  readonly sentTo: (contact: string) => readonly string[];
  readonly lateMs: number;
};

function figuresOf(all: readonly Written[], { rows, asked, sentTo, lateMs }: Left) {
  const rowOf = ({ messageSid }: Written) => rows.get(messageSid);
  // The model says again what it answers.
  const repliesTo = ({ contact, body, replies }: Written) =>
    [...replies, ...sentTo(contact)].filter((reply) => reply === body).length;
  const isReplied = (written: Written) =>
    repliesTo(written) > 0 && rowOf(written)?.reply_text === written.body;
  const isTogether = (written: Written) => rowOf(written)?.answered_with !== undefined;
  const isDouble = (written: Written) =>
    repliesTo(written) > 1 || (isReplied(written) && isTogether(written));
  const times = all.map(({ tookMs }) => tookMs);
  return {
    messages: all.length,
    rows: all.filter(rowOf).length,
    replies: all.filter(isReplied).length,
    late: all.filter((written) => isReplied(written) && written.replies[0] !== written.body).length,
    together: all.filter(isTogether).length,
    lost: all.filter((written) => !isReplied(written) && !isTogether(written)).length,
    double: all.filter(isDouble).length,
    out_of_order: all.filter((written) => !isInOrder(written, all, { rows, asked })).length,
    webhook_p50_ms: Math.round(quantile(times, 0.5)),
    webhook_p99_ms: Math.round(quantile(times, 0.99)),
    machine_late_ms: Math.round(lateMs),
  };
}

/** Tells whether a message was answered after all before it, and with all of them in mind. */
function isInOrder(
  written: Written,
  all: readonly Written[],
  { rows, asked }: Pick<Left, 'rows' | 'asked'>,
): boolean {
  const theirs = all.filter(({ contact }) => contact === written.contact);
  const before = theirs.slice(0, theirs.indexOf(written));
  const settledAt = ({ messageSid }: Written) => rows.get(messageSid)?.settled_at ?? 0;
  if (before.some((other) => settledAt(other) > settledAt(written))) return false;
  if (rows.get(written.messageSid)?.answered_with !== undefined) return true;
  const [dialogue = []] = asked.get(written.body) ?? [];
  const expected = before.flatMap(({ body }) => [body, answerTo(body)]);
  return JSON.stringify(dialogue) === JSON.stringify([...expected, written.body]);
}
