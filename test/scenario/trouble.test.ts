import { describe, expect, test } from 'vitest';
import phrases from '#assets/phrases.json' with { type: 'json' };
import { placeScriptedCall } from '#local/scenario/caller.ts';
import { waitUntil } from '#local/scenario/wait-until.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';

const searching = 'שלום, אני מחפש דירה להשכרה בתל אביב';
const message = 'שלום, מדבר דוד כהן, אני מחפש דירה להשכרה בתל אביב';

/** The longest silence while Twilio's own callbacks put a call right. */
const CALLBACK_DEAD_AIR_MS = 3_500;

/** A caller who says what they want in a world that breaks, and says it again to the machine that asks for a message. */
async function callAndLeaveMessage(
  trouble: (world: World) => void,
  when: 'before' | 'while-answering',
) {
  await using world = await openWorld({ settings: closedWorld() });
  const { exchange } = world;
  if (!exchange) throw new Error('This world has no exchange.');
  if (when === 'before') trouble(world);
  const call = placeScriptedCall(
    { ...world, exchange },
    {
      from: '+972500000004',
      steps: [{ say: searching }, { say: message }],
      onLine({ speaker, text }) {
        if (when === 'while-answering' && speaker === 'agent' && text.startsWith('בשמחה'))
          trouble(world);
      },
    },
  );
  const { report } = await call.ended;
  const records = await waitUntil(
    () => world.crm.ofCall(report.callSid),
    ({ callLog, turns }) =>
      callLog?.status === 'completed' && turns.some(({ mode }) => mode === 'recording'),
    15_000,
  );
  return { report, ...records };
}

describe.concurrent('a caller is asked for a message, and nothing said is lost,', () => {
  test('when the agent cannot hear', async () => {
    const { report, callLog } = await callAndLeaveMessage(
      ({ openai }) => openai.faults.set('transcribe', { kind: 'status', status: 500 }, 1),
      'before',
    );
    expect(report.recordings).toHaveLength(1);
    expect(callLog).toMatchObject({ control: 'ended', transcript: `לקוח: ${message}` });
    expect(report.longestDeadAirMs).toBeLessThanOrEqual(CALLBACK_DEAD_AIR_MS);
  });

  test('when the agent cannot think', async () => {
    const { callLog, turns } = await callAndLeaveMessage(
      ({ openai }) => openai.faults.set('reply', { kind: 'status', status: 429 }),
      'before',
    );
    expect(turns.map(({ mode }) => mode)).toEqual(['batch', 'recording']);
    expect(callLog?.transcript).toBe(`לקוח: ${searching}\nלקוח: ${message}`);
  });

  test('when the agent cannot speak, with neither of its voices', async () => {
    const { callLog, interaction } = await callAndLeaveMessage(({ google }) => {
      google.faults.set('stream', { kind: 'status', status: 'UNAVAILABLE' });
      google.faults.set('synthesize', { kind: 'status', status: 'UNAVAILABLE' });
    }, 'before');
    expect(callLog?.transcript).toBe(`לקוח: ${searching}\nלקוח: ${message}`);
    expect(interaction).toMatchObject({ text: `${searching}\n${message}` });
  });

  test('when the media service dies while the agent is speaking', async () => {
    const { report, callLog } = await callAndLeaveMessage(
      ({ media }) => void media.kill('SIGKILL'),
      'while-answering',
    );
    expect(report.recordings).toHaveLength(1);
    expect(callLog?.transcript).toContain(searching);
    expect(callLog?.transcript).toContain(message);
    expect(report.longestDeadAirMs).toBeLessThanOrEqual(CALLBACK_DEAD_AIR_MS);
  });
});

test.concurrent('a store that is away when a call comes in, and until it is answered, costs neither the call nor its rows', async () => {
  await using world = await openWorld({ settings: closedWorld() });
  const { exchange } = world;
  if (!exchange) throw new Error('This world has no exchange.');
  await world.dynamoDb.setFault('down');
  const call = placeScriptedCall(
    { ...world, exchange },
    {
      from: '+972500000005',
      steps: [
        { say: searching },
        { listen: true },
        { say: 'שלושה חדרים' },
        { listen: true },
        { hangUp: true },
      ],
      onLine({ speaker, text }) {
        if (speaker === 'agent' && text.startsWith('בשמחה')) void world.dynamoDb.setFault('none');
      },
    },
  );
  const { report } = await call.ended;
  const { callLog, turns } = await waitUntil(
    () => world.crm.ofCall(report.callSid),
    (records) => records.callLog?.status === 'completed' && records.turns.length === 2,
    30_000,
  );
  expect(report.recordings).toEqual([]);
  expect(turns.map(({ user_text }) => user_text)).toEqual([searching, 'שלושה חדרים']);
  expect(turns.every(({ heard_text }) => heard_text)).toBe(true);
  expect(callLog).toMatchObject({ from_number: '+972500000005', control: 'ended', gen: 1 });
  expect(callLog?.transcript).toContain('שלושה חדרים');
});

test.concurrent('an agent whose voice fails answers in the other', async () => {
  await using world = await openWorld({ settings: closedWorld() });
  const { exchange } = world;
  if (!exchange) throw new Error('This world has no exchange.');
  world.google.faults.set('stream', { kind: 'status', status: 'RESOURCE_EXHAUSTED' });
  const call = placeScriptedCall(
    { ...world, exchange },
    { from: '+972500000008', steps: [{ say: searching }, { listen: true }, { hangUp: true }] },
  );
  const { report, lines } = await call.ended;
  const heard = lines.flatMap(({ speaker, text }) => (speaker === 'agent' ? [text] : []));
  expect(heard.slice(1).join(' ')).toBe('בשמחה, דירה להשכרה בתל אביב. כמה חדרים מחפשים?');
  expect(report.recordings).toEqual([]);
  expect(report.longestDeadAirMs).toBeLessThanOrEqual(3_500);
});

test.concurrent('a call that lasts as long as it may is told so, and ended by the agent', async () => {
  const settings = { ...closedWorld(), product: { MAX_CALL_SECONDS: '10' } };
  await using world = await openWorld({ settings });
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
