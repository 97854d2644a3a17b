import { expect, test } from 'vitest';
import phrases from '#assets/phrases.json' with { type: 'json' };
import { waitUntil } from '#local/polling.ts';
import { placeScriptedCall } from '#local/scenario/caller.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';

test('a call that lasts as long as it may is told so, and ended by the agent', async () => {
  const settings = { ...closedWorld(), product: { MAX_CALL_SECONDS: '10' } };
  await using world = await openWorld({ settings, prompts: 'brief' });
  const { exchange } = world;
  if (!exchange) throw new Error('This world has no exchange.');
  const call = placeScriptedCall({ ...world, exchange }, { from: '+972500000006', steps: [] });
  const { report, lines } = await call.ended;
  expect(lines.at(-1)?.text).toBe(phrases.time_is_up.text);
  expect(report.endedBy).toBe('twiml');
  const { callLog } = await waitUntil(
    () => world.crm.ofCall(report.callSid),
    (records) => records.callLog?.status === 'completed',
    10_000,
  );
  expect(callLog).toMatchObject({ intent: 'goodbye', control: 'ended' });
});
