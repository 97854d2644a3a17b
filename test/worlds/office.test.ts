import { afterAll, beforeAll, expect, test } from 'vitest';
import phrases from '#assets/phrases.json' with { type: 'json' };
import { waitUntil } from '#local/polling.ts';
import { type OverheardLine, placeScriptedCall } from '#local/scenario/caller.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';

const searching = 'שלום, אני מחפש דירה להשכרה בתל אביב';

let world: World;
beforeAll(async () => {
  const settings = { ...closedWorld(), product: { OFFICE_NUMBER: '+97231234567' } };
  world = await openWorld({ settings, prompts: 'brief' });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Calls an office with a number, whose phone behaves as given. */
async function callOffice(
  [from, phone]: readonly [from: string, phone: 'answers' | 'busy'],
  steps: readonly CallerStep[] | AsyncIterable<CallerStep>,
  onLine: (line: OverheardLine) => void = () => {},
) {
  const { exchange } = world;
  if (!exchange) throw new Error('This world has no exchange.');
  const dial = exchange.dial.bind(exchange);
  const withOffice = {
    ...exchange,
    dial: (call: Parameters<typeof dial>[0]) =>
      dial({ ...call, office: { phone, ringMs: 500, talkMs: 4_000 } }),
  };
  const call = placeScriptedCall({ ...world, exchange: withOffice }, { from, steps, onLine });
  const { report, lines } = await call.ended;
  const { callLog, turns } = await waitUntil(
    () => world.crm.ofCall(report.callSid),
    (records) => records.callLog?.status === 'completed',
    10_000,
  );
  return { report, callLog, turns, heard: lines.filter(({ speaker }) => speaker === 'agent') };
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
