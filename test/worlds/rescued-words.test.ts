import { expect, test } from 'vitest';
import { waitUntil } from '#local/polling.ts';
import { placeScriptedCall } from '#local/scenario/caller.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';

const searching = 'שלום, אני מחפש דירה להשכרה בתל אביב';
const message = 'שלום, מדבר דוד כהן, אני מחפש דירה להשכרה בתל אביב';

/** The first retry of a transcription is a minute away. */
const PAST_FIRST_RETRY_MS = 61_000;

test('words that the agent could not transcribe are in the CRM a minute later, before the voicemail that was left instead', async () => {
  await using world = await openWorld({ settings: closedWorld(), prompts: 'brief' });
  const { exchange, openai, scheduler, crm } = world;
  if (!exchange) throw new Error('This world has no exchange.');
  openai.faults.set('transcribe', { kind: 'status', status: 500 });
  openai.live.faults.set('commit', { kind: 'failed' });
  const call = placeScriptedCall(
    { ...world, exchange },
    {
      from: '+972500000004',
      steps: [{ say: searching }, { say: message }, { press: '#' }],
      onEvent({ type }) {
        if (type === 'recording-started') openai.faults.clear();
      },
    },
  );
  const { report } = await call.ended;
  scheduler.skip(PAST_FIRST_RETRY_MS);
  const { callLog, turns, interaction } = await waitUntil(
    () => crm.ofCall(report.callSid),
    ({ callLog, interaction }) =>
      [callLog?.transcript, interaction?.text].every((text) => text?.split('\n').length === 2),
    15_000,
  );
  expect(report.recordings).toHaveLength(1);
  expect(turns.map(({ mode, transcription }) => [mode, transcription])).toEqual([
    ['rescued', 'done'],
    ['recording', 'done'],
  ]);
  expect(callLog?.transcript).toBe(`לקוח: ${searching}\nלקוח: ${message}`);
  expect(interaction).toMatchObject({ text: `${searching}\n${message}` });
});
