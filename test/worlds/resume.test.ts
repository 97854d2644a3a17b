import { expect, test } from 'vitest';
import phrases from '#assets/phrases.json' with { type: 'json' };
import { waitUntil } from '#local/polling.ts';
import { placeScriptedCall } from '#local/scenario/caller.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';

const searching = 'שלום, אני מחפש דירה להשכרה בתל אביב';
const question = 'כמה חדרים מחפשים?';
const rooms = 'שלושה חדרים';

/** Says two sentences, one on each stream of the call: speech between the streams is lost. */
async function* steps([first, second]: readonly Promise<void>[]): AsyncGenerator<CallerStep> {
  await first;
  yield* [{ say: searching }, { listen: true }];
  await second;
  yield* [{ say: rooms }, { listen: true }, { hangUp: true }];
}

/** The longest silence while a call moves from a task that died to another. */
const KILLED_DEAD_AIR_MS = 4_000;
/** The longest silence of a call that moves because its task stops. */
const MOVED_DEAD_AIR_MS = 2_500;

type Incident = (world: World, callSid: string) => void;

/** Plays a caller with two sentences; an incident happens at given words of the answer to the first. */
async function callThrough(world: World, number: number, [words, strike]: [string, Incident]) {
  const { exchange } = world;
  if (!exchange) throw new Error('This world has no exchange.');
  let isBroken = false;
  let opened = 0;
  const streams = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const placed = placeScriptedCall(
    { ...world, exchange },
    {
      from: `+97250000${String(number).padStart(4, '0')}`,
      steps: steps(streams.map(({ promise }) => promise)),
      onEvent({ type }) {
        if (type === 'stream-started') streams[opened++]?.resolve();
      },
      onLine({ speaker, text }) {
        if (isBroken || speaker !== 'agent' || !text.startsWith(words)) return;
        isBroken = true;
        strike(world, placed.call.callSid);
      },
    },
  );
  const { report, lines } = await placed.ended;
  const records = await waitUntil(
    () => world.crm.ofCall(report.callSid),
    ({ callLog, turns }) =>
      callLog?.status === 'completed' && turns.some(({ user_text }) => user_text === rooms),
    15_000,
  );
  const heard = lines.flatMap(({ speaker, text }) => (speaker === 'agent' ? [text] : []));
  return { report, heard, ...records };
}

test('a caller whose task is killed in the middle of an answer is back within seconds, hears the rest and goes on', async () => {
  await using world = await openWorld({ settings: closedWorld(), mediaProcesses: 2 });
  const kill: Incident = ({ media }, callSid) => {
    void media.holding(callSid)?.kill('SIGKILL');
  };
  const { report, heard, callLog, turns } = await callThrough(world, 1, [question, kill]);
  expect(heard.slice(1, 5)).toEqual([
    'בשמחה, דירה להשכרה בתל אביב.',
    question,
    phrases.cut_off.text,
    question,
  ]);
  expect(report.longestDeadAirMs).toBeLessThanOrEqual(KILLED_DEAD_AIR_MS);
  expect(turns.map(({ user_text }) => user_text).filter(Boolean)).toEqual([searching, rooms]);
  expect(turns.find(({ user_text }) => user_text === rooms)).toMatchObject({ id: '002-0002' });
  expect(callLog).toMatchObject({ gen: 2, resumes: 1, control: 'ended' });
  expect(report.recordings).toEqual([]);
});

test('twenty live calls lose nothing when the task that holds them is told to stop', async () => {
  await using world = await openWorld({ settings: closedWorld() });
  const [first] = world.media.processes;
  let stopping: Promise<void> | undefined;
  let answering = 0;
  const stopWhenAllAreAnswered = async () => {
    answering += 1;
    if (answering < 20) return;
    await world.media.start();
    stopping = first?.kill('SIGTERM');
  };
  const calls = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      callThrough(world, index, ['בשמחה', () => void stopWhenAllAreAnswered()]),
    ),
  );
  await stopping;
  expect(first?.isAlive).toBe(false);
  for (const { report, callLog, turns } of calls) {
    expect(turns.map(({ user_text }) => user_text).filter(Boolean)).toEqual([searching, rooms]);
    expect(turns.find(({ user_text }) => user_text === rooms)?.heard_text).toBeTruthy();
    expect(callLog).toMatchObject({ gen: 2, resumes: 1, control: 'ended' });
    expect(report.recordings).toEqual([]);
    expect(report.longestDeadAirMs).toBeLessThanOrEqual(MOVED_DEAD_AIR_MS);
  }
});
