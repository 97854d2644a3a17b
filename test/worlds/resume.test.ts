import { expect, test } from 'vitest';
import phrases from '#assets/phrases.json' with { type: 'json' };
import prompts from '#assets/prompts.json' with { type: 'json' };
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
const MOVED_DEAD_AIR_MS = 3_000;

type Incident = (world: World, callSid: string) => void;

/** An incident at the given words of the first answer, and when the caller goes on after it. */
type Plan = readonly [words: string, strike: Incident, goesOn: 'at once' | 'after the rest'];

/** Plays a caller with two sentences, and an incident during the answer to the first. */
async function callThrough(world: World, number: number, [words, strike, goesOn]: Plan) {
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
        if (type !== 'stream-started') return;
        if (opened++ === 0 || goesOn === 'at once') streams[opened - 1]?.resolve();
      },
      onLine({ speaker, text }) {
        if (speaker !== 'agent' || !text.startsWith(words)) return;
        // Hears the rest of the answer on the next stream, and then goes on.
        if (isBroken) return streams[1]?.resolve();
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

test('a caller whose task is killed in the middle of an answer is back on the third attempt, hears the rest and goes on', async () => {
  // The dead task has the fewest requests: until it is deregistered, every attempt goes to it.
  const balancing = { algorithm: 'least-outstanding' } as const;
  await using world = await openWorld({ settings: closedWorld(), mediaProcesses: 2, balancing });
  const kill: Incident = ({ media }, callSid) => {
    void media.holding(callSid)?.kill('SIGKILL');
  };
  const { report, heard, callLog, turns } = await callThrough(world, 1, [
    question,
    kill,
    'after the rest',
  ]);
  expect(heard.slice(1, 7)).toEqual([
    'בשמחה, דירה להשכרה בתל אביב.',
    question,
    prompts.one_moment_he.text,
    prompts.still_connecting_he.text,
    phrases.cut_off.text,
    question,
  ]);
  expect(report.longestDeadAirMs).toBeLessThanOrEqual(KILLED_DEAD_AIR_MS);
  expect(turns.map(({ user_text }) => user_text).filter(Boolean)).toEqual([searching, rooms]);
  expect(turns.find(({ user_text }) => user_text === rooms)).toMatchObject({ id: '004-0002' });
  expect(callLog).toMatchObject({ gen: 4, losses: 3, moves: 0, control: 'ended' });
  expect(report.recordings).toEqual([]);
});

test('twelve live calls lose nothing when a deployment replaces the task that holds them, and hear no apology', async () => {
  await using world = await openWorld({
    settings: { ...closedWorld(), product: { STOP_GRACE_SECONDS: '0' } },
    balancing: { deregistrationDelayMs: 0 },
  });
  const [first] = world.media.processes;
  let stopping: Promise<void> | undefined;
  let answering = 0;
  const stopWhenAllAreAnswered = async () => {
    answering += 1;
    if (answering < 12) return;
    await world.media.start();
    if (first) stopping = world.media.retire(first);
  };
  const calls = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      callThrough(world, index, ['בשמחה', () => void stopWhenAllAreAnswered(), 'at once']),
    ),
  );
  await stopping;
  expect(first?.isAlive).toBe(false);
  for (const { report, heard, callLog, turns } of calls) {
    expect(heard).not.toContain(phrases.cut_off.text);
    expect(heard).not.toContain(phrases.reopening.text);
    expect(turns.map(({ user_text }) => user_text).filter(Boolean)).toEqual([searching, rooms]);
    expect(turns.find(({ user_text }) => user_text === rooms)?.heard_text).toBeTruthy();
    expect(callLog).toMatchObject({ gen: 2, moves: 1, losses: 0, control: 'ended' });
    expect(report.recordings).toEqual([]);
    expect(report.longestDeadAirMs).toBeLessThanOrEqual(MOVED_DEAD_AIR_MS);
  }
});
