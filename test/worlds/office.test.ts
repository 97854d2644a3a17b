import { afterAll, beforeAll, expect, test } from 'vitest';
import phrases from '#assets/phrases.json' with { type: 'json' };
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { waitUntil } from '#local/polling.ts';
import { type OverheardLine, placeScriptedCall } from '#local/scenario/caller.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { weekdays } from '#shared/domain/office/office-settings.ts';

const searching = 'שלום, אני מחפש דירה להשכרה בתל אביב';

let world: World;
const settings = { ...closedWorld(), product: { OFFICE_NUMBER: '+97231234567' } };
beforeAll(async () => {
  world = await openWorld({ settings, prompts: 'brief' });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Calls an office with a number, whose phone behaves as given. */
async function callOffice(
  [from, phone]: readonly [from: string, phone: 'answers' | 'busy'],
  steps: readonly CallerStep[] | AsyncIterable<CallerStep>,
  onLine: (line: OverheardLine) => void = () => {},
  at = world,
) {
  const { exchange } = at;
  if (!exchange) throw new Error('This world has no exchange.');
  const dial = exchange.dial.bind(exchange);
  const withOffice = {
    ...exchange,
    dial: (call: Parameters<typeof dial>[0]) =>
      dial({ ...call, office: { phone, ringMs: 500, talkMs: 4_000 } }),
  };
  const call = placeScriptedCall({ ...at, exchange: withOffice }, { from, steps, onLine });
  const { report, lines } = await call.ended;
  const { callLog, turns, tasks } = await waitUntil(
    () => at.crm.ofCall(report.callSid),
    (records) => records.callLog?.status === 'completed',
    10_000,
  );
  return {
    report,
    callLog,
    turns,
    tasks,
    heard: lines.filter(({ speaker }) => speaker === 'agent'),
  };
}

test.concurrent('a caller who presses 0 is handed over to the office', async () => {
  const { report, callLog, heard } = await callOffice(
    ['+972500000007', 'answers'],
    [{ press: '0' }],
  );
  expect(heard.at(-1)?.text).toBe(phrases.handing_over.text);
  expect(report.events.some(({ type }) => type === 'bridged')).toBe(true);
  expect(callLog).toMatchObject({ control: 'ended', intent: 'human' });
});

test.concurrent('a caller whose office does not answer is back with the agent, which says so and goes on', async () => {
  const back = Promise.withResolvers<void>();
  async function* steps(): AsyncGenerator<CallerStep> {
    yield { press: '0' };
    await back.promise;
    yield* [{ say: searching }, { listen: true }, { hangUp: true }];
  }
  const { report, callLog, turns } = await callOffice(
    ['+972500000008', 'busy'],
    steps(),
    ({ text }) => {
      if (text === phrases.nobody_answered.text) back.resolve();
    },
  );
  expect(turns.at(-1)).toMatchObject({ user_text: searching, id: '002-0002' });
  expect(callLog).toMatchObject({ gen: 2, control: 'ended', status: 'completed' });
  expect(report.longestDeadAirMs).toBeLessThanOrEqual(2_500);
});

test('a caller whose office closes while the agent hands them over is back with the agent, never at the prompt', async () => {
  await using closing = await openWorld({ settings, prompts: 'brief' });
  await closeOffice(closing.dynamoDb.endpoint);
  const back = Promise.withResolvers<void>();
  async function* steps(): AsyncGenerator<CallerStep> {
    yield { press: '0' };
    await back.promise;
    yield* [{ say: searching }, { listen: true }, { hangUp: true }];
  }
  const { report, callLog, tasks, heard } = await callOffice(
    ['+972500000009', 'answers'],
    steps(),
    ({ text }) => {
      if (text === phrases.office_closed.text) back.resolve();
    },
    closing,
  );
  const texts = heard.map(({ text }) => text);
  expect(texts).toEqual(
    expect.arrayContaining([phrases.handing_over.text, phrases.office_closed.text]),
  );
  expect(report.events.some(({ type }) => type === 'recording-started')).toBe(false);
  expect(callLog).toMatchObject({ gen: 2, connected_after: 'closed', status: 'completed' });
  expect(tasks).toMatchObject([
    { kind: 'hand_over_missed', words: 'ביקשו לדבר עם נציג כשהמשרד היה סגור' },
  ]);
  expect(report.longestDeadAirMs).toBeLessThanOrEqual(2_500);
});

/** Closes the office every day, which processes that have read its settings learn within a minute. */
async function closeOffice(endpoint: string): Promise<void> {
  const db = localDynamoDb(endpoint);
  const store = dynamoOfficeSettings(db);
  const { version } = await store.read();
  const texts = Object.fromEntries(weekdays.map((day) => [day, 'closed']));
  await store.write({ version, texts: { ...texts, hands_over_when_closed: 'no' } }, Date.now());
  db.destroy();
}
