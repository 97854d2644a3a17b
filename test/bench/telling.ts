import { setTimeout as sleep } from 'node:timers/promises';
import type { Print } from '@agent-locator/command-line/terminal.ts';
import { createExchange, type Exchange } from 'twilio-exchange/exchange.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { waitUntil } from '#local/polling.ts';
import { alwaysOpen, writeFirstOffice } from '#local/world/first-office.ts';
import { productEnvironment } from '#local/world/product-environment.ts';
import { whatsAppNumber } from '#local/world/whatsapp-number.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { quantile } from './quantile.ts';
import { startProcess } from './watchdog-process.ts';

const EVENTS = 1_000;
const PEOPLE = 25;
/** A thousand in two minutes: more than a day of an office of this size. */
const EVENT_EVERY_MS = 120;
/** Two invocations overlap for a moment each minute. */
const SWEEPERS = 2;
const KILL_EVERY_MS = 4_000;
/** The lease of a message whose sender died, the sweep behind it, and a margin. */
const SETTLED_WITHIN_MS = 120_000;
/** The promise of an office that is open, and of a message whose sender died: its lease comes before. */
const [PROMISED_P95_MS, PROMISED_MAX_MS] = [60_000, 120_000];
const account = { accountSid: `AC${'6'.repeat(32)}`, authToken: 'any token for a bench' };

/** Measures whether, how often and how soon people are told while the functions that tell them die. */
export const telling = {
  purpose: `npm run bench -- telling: ${EVENTS} matters for ${PEOPLE} people, one each ${EVENT_EVERY_MS} ms.

${SWEEPERS} functions that tell run as processes of their own. Every ${KILL_EVERY_MS / 1_000} s one is killed, and
another one starts.

  told     matters that reached the phone of a person
  twice    matters that reached phones more than once
  lost     matters that reached nobody
  kills    functions that were killed
  p95_ms   from a matter to the message at Twilio

Promised: all told, none twice, none lost, p95 ${PROMISED_P95_MS} ms, the last one ${PROMISED_MAX_MS} ms.`,

  async measure(progress: Print) {
    const figures = await measureTelling(progress);
    const ok =
      figures.told === EVENTS &&
      figures.twice === 0 &&
      figures.lost === 0 &&
      figures.p95_ms <= PROMISED_P95_MS &&
      figures.max_ms <= PROMISED_MAX_MS;
    const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(8)} ${value}`);
    return { ok, lines, figures };
  },
};

async function measureTelling(print: Print) {
  await using opened = new AsyncDisposableStack();
  const store = opened.use(await startProcess('watchdog-store.ts', {}));
  const endpoint = String(store.said);
  const publicBaseUrl = 'http://127.0.0.1:9';
  const { sender, env: whatsApp } = whatsAppNumber(publicBaseUrl, {});
  const exchange = opened.use(
    await createExchange({
      ...account,
      number: { phoneNumber: '+97233000000', voiceUrl: publicBaseUrl },
      // The status of a message has no listener here.
      whatsApp: { ...sender, statusCallback: '' },
    }),
  );
  const people = Array.from({ length: PEOPLE }, (_, index) => person(index));
  await writeFirstOffice(endpoint, { people, office: alwaysOpen });
  const env = {
    ...productEnvironment({
      publicBaseUrl,
      twilio: { ...account, apiBaseUrl: exchange.apiBaseUrl },
      dynamoDbEndpoint: endpoint,
    }),
    ...whatsApp,
  };
  const db = opened.adopt(localDynamoDb(endpoint), (client) => client.destroy());
  const tasks = dynamoTasks(db);
  const sweepers: Awaited<ReturnType<typeof startProcess>>[] = [];
  opened.defer(() => {
    for (const sweeper of sweepers) sweeper[Symbol.dispose]();
  });
  const startOne = async () => void sweepers.push(await startProcess('telling-sweeper.ts', env));
  await Promise.all(Array.from({ length: SWEEPERS }, startOne));

  let kills = 0;
  let isOver = false;
  const killing = (async () => {
    while (!isOver) {
      await sleep(KILL_EVERY_MS);
      sweepers.shift()?.child.kill('SIGKILL');
      kills += 1;
      await startOne();
    }
  })();
  const openedAt: number[] = [];
  for (let index = 0; index < EVENTS; index += 1) {
    openedAt[index] = Date.now();
    await tasks.open(taskOf(index, Date.now()));
    await sleep(EVENT_EVERY_MS);
    if (index % 100 === 99) print(`${index + 1} matters, ${kills} functions killed …`);
  }
  isOver = true;
  await killing;
  const told = await waitUntil(
    async () => messagesOf(exchange, people),
    (messages) => messages.size === EVENTS,
    { deadlineMs: SETTLED_WITHIN_MS, pollMs: 500 },
  );
  const waits = [...told].map(([index, [first = 0]]) => first - (openedAt[index] ?? 0));
  return {
    events: EVENTS,
    told: told.size,
    twice: [...told.values()].filter((moments) => moments.length > 1).length,
    lost: EVENTS - told.size,
    kills,
    p50_ms: Math.round(quantile(waits, 0.5)),
    p95_ms: Math.round(quantile(waits, 0.95)),
    max_ms: Math.round(quantile(waits, 1)),
  };
}

/** Returns when each matter reached a phone, by its number. */
function messagesOf(exchange: Exchange, people: readonly Broker[]): Map<number, number[]> {
  const reached = people.flatMap(({ phone }) =>
    exchange.whatsApp
      .customer(phone)
      .conversation()
      .flatMap(({ body, createdAt }) =>
        [...body.matchAll(/אירוע (\d{4})/g)].map((found) => ({
          index: Number(found[1]),
          at: createdAt,
        })),
      ),
  );
  const byEvent = Map.groupBy(reached, ({ index }) => index);
  return new Map([...byEvent].map(([index, found]) => [index, found.map(({ at }) => at)]));
}

function person(index: number): Broker {
  return {
    id: `p${index}`,
    name: `סוכן ${index}`,
    phone: `+9725000020${String(index).padStart(2, '0')}`,
    role: index === 0 ? 'owner' : 'broker',
    areas: [],
    deals: [],
    active: true,
    created_at: 0,
    updated_at: 0,
  };
}

function taskOf(index: number, at: number): Task {
  const contact = `+97250001${String(index).padStart(4, '0')}`;
  return {
    id: `SM${index}-person`,
    kind: 'chat_waits',
    contact,
    words: `אירוע ${String(index).padStart(4, '0')}`,
    assigned_to: `p${index % PEOPLE}`,
    due_at: at,
    state: 'open',
    channel: 'whatsapp',
    source_sid: `SM${index}`,
    created_at: at,
    updated_at: at,
  };
}
