import { expect, test } from 'vitest';
import { waitUntil } from '#local/polling.ts';
import { placeScriptedCall } from '#local/scenario/caller.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { promptSets } from '#local/world/prompt-sets.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';

const { texts: prompts } = promptSets.brief;
const message = 'שלום, מדבר דוד כהן, אני מחפש דירה להשכרה בתל אביב';

/** The longest silence where only the watchdog is left to notice it. */
const WATCHDOG_DEAD_AIR_MS = 7_000;

test('a caller whose stream falls mute is asked for a voicemail within seconds, and leaves one', async () => {
  let mute = () => {};
  await using world = await openWorld({
    settings: closedWorld(),
    prompts: 'brief',
    onLog(line) {
      if (line.includes('"stream.attached"')) mute();
    },
  });
  const { exchange, media } = world;
  if (!exchange) throw new Error('This world has no exchange.');
  mute = () => media.processes[0]?.suspend();

  const beeped = Promise.withResolvers<void>();
  async function* script(): AsyncIterable<CallerStep> {
    await beeped.promise;
    yield { say: message };
  }
  const call = placeScriptedCall(
    { ...world, exchange },
    {
      from: '+972500000009',
      steps: script(),
      onEvent({ type }) {
        if (type === 'recording-started' || type === 'ended') beeped.resolve();
      },
    },
  );
  const { report, lines } = await call.ended;
  const { callLog, watch } = await waitUntil(
    () => world.crm.ofCall(report.callSid),
    (records) => records.callLog?.transcript !== undefined,
    15_000,
  );
  expect(lines.map(({ text }) => text)).toEqual([
    prompts.greeting_he.text,
    prompts.fallback_he.text,
    message,
    prompts.thanks_he.text,
  ]);
  expect(report.longestDeadAirMs).toBeLessThanOrEqual(WATCHDOG_DEAD_AIR_MS);
  expect(report.recordings).toHaveLength(1);
  expect(callLog).toMatchObject({ gen: 1, control: 'ended', transcript: `לקוח: ${message}` });
  expect(callLog?.redirected_at).toBeDefined();
  expect(watch).toBeUndefined();
});
