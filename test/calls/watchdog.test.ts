import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watchdog } from '#functions/watchdog.ts';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { type CrmView, openCrm } from '#local/world/crm.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { twilioTelephony } from '#shared/adapters/twilio/telephony.ts';
import { rescuer } from '#shared/calls/rescue.ts';
import { readConfig } from '#shared/config/config.ts';
import { HEARTBEAT_MS, NO_MEDIA_TIMEOUT_MS } from '#shared/domain/calls/call-watch.ts';
import { REDIRECTS_AT_ONCE, WATCHDOG_PACE } from '#shared/domain/calls/watchdog.ts';
import type { CallLogs, CallWatches } from '#shared/ports/calls.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';
import { silenceLog } from '../doors/log.ts';
import { newSid } from '../twilio-requests.ts';
import { openTwilioRest, type UpdateAnswer } from '../twilio-rest.ts';

const accountSid = `AC${'0'.repeat(32)}`;
/** A watchdog that lives long enough for the longest test, and for a claim to lapse. */
const pace = { lifeMs: 1_500, sweepEveryMs: 100, quietMs: 0 };
/** The pause before a heartbeat that is half a second late. A clock that is wrong by a second allows it. */
const LATE_HEARTBEAT_MS = HEARTBEAT_MS + 500;

let store: Awaited<ReturnType<typeof createDynamoDbStandIn>>;
let rest: Awaited<ReturnType<typeof openTwilioRest>>;
let db: ReturnType<typeof localDynamoDb>;
let crm: CrmView;
let calls: CallLogs;
let watches: CallWatches;
let parts: Parameters<typeof watchdog>[0];
let rescue: ReturnType<typeof rescuer>;
beforeEach(async () => {
  [store, rest] = await Promise.all([createDynamoDbStandIn(), openTwilioRest()]);
  db = localDynamoDb(store.endpoint);
  crm = openCrm(store.endpoint);
  calls = dynamoCallLogs(db);
  watches = dynamoCallWatches(db);
  const config = readConfig({
    PUBLIC_BASE_URL: 'https://voice.example.com',
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_API_BASE_URL: rest.url,
  });
  const telephony = twilioTelephony(config.twilio, { twilioAuthToken: 'any' });
  parts = { config, calls, watches, telephony };
  rescue = rescuer({ ...parts, documents: twimlDocuments(config) });
});
afterEach(async () => {
  db.destroy();
  crm[Symbol.dispose]();
  await Promise.all([store[Symbol.asyncDispose](), rest[Symbol.asyncDispose]()]);
});

/** Creates a call whose stream is attached and has been mute for so long that its alarm is due. */
async function muteCall(callSid = newSid('CA')): Promise<string> {
  await calls.open({ callSid, from: '+972501234567', to: '+97233000000', status: 'ringing' }, 1);
  await calls.attach({ callSid, gen: 1, streamSid: newSid('MZ'), holder: 'socket' }, 2);
  await watches.attach(callSid, 1, Date.now() - 10);
  return callSid;
}
const rowOf = async (callSid: string) => {
  const { watch } = await crm.ofCall(callSid);
  if (!watch) throw new Error('The call is not watched.');
  return watch;
};
const sweptAt = (at: number) => ({ last_at: at, quiet_until: 0, quiet_at_most_until: 0 });
/** Waits until so many further sweeps are noted. */
async function sweptAgain(times: number): Promise<void> {
  const lastAt = async () => (await watches.lastSweep())?.last_at ?? 0;
  for (let sweep = 0; sweep < times; sweep += 1) {
    const before = await lastAt();
    await expect.poll(lastAt).toBeGreaterThan(before);
  }
}
const movesOf = (callSid: string) => rest.updates.filter((update) => update.callSid === callSid);

describe('a mute call', () => {
  test('is taken to the recorded prompt, with a document that needs no base, and watched no more', async () => {
    const callSid = await muteCall();
    await rescue(await rowOf(callSid));
    const [update] = movesOf(callSid);
    expect(update?.twiml).toContain('<Play>https://voice.example.com/static/tts/fallback_he.mp3');
    expect(update?.twiml).toMatch(/<Record action="https:.*<Redirect>https:/);
    const { callLog, watch } = await crm.ofCall(callSid);
    expect(callLog).toMatchObject({ control: 'fallback', gen: 1 });
    expect(callLog?.redirected_at).toBeDefined();
    expect(watch).toBeUndefined();
  });

  test('is taken there too when the store missed its first webhook', async () => {
    const callSid = newSid('CA');
    await watches.arm(callSid, 1, Date.now() - 10);
    await rescue(await rowOf(callSid));
    expect(movesOf(callSid)).toHaveLength(1);
    expect((await crm.ofCall(callSid)).callLog).toMatchObject({ control: 'fallback', gen: 1 });
  });

  test('is left alone when its stream comes back before the claim', async () => {
    const callSid = await muteCall();
    const seen = await rowOf(callSid);
    const deadlineAt = Date.now() + 4_500;
    await watches.beat(callSid, 1, deadlineAt);
    await rescue(seen);
    expect(movesOf(callSid)).toEqual([]);
    expect(await rowOf(callSid)).toMatchObject({ phase: 'media', deadline_at: deadlineAt });
  });

  test('that Twilio connected again has a new watch, which the late claim does not change', async () => {
    const callSid = await muteCall();
    const seen = await rowOf(callSid);
    await calls.move({ callSid, seen: await calls.find(callSid), move: 'connect-after-loss' }, 3);
    await rescue(seen);
    expect(movesOf(callSid)).toEqual([]);
    await watches.arm(callSid, 2, 9_000);
    await rescue(seen);
    expect(await rowOf(callSid)).toMatchObject({ gen: 2, phase: 'start', deadline_at: 9_000 });
    expect((await calls.find(callSid))?.control).toBe('stream');
  });

  test('that a callback and a watchdog claim at once is moved by one of them', async () => {
    const race = async () => {
      const callSid = await muteCall();
      const [seen, row] = await Promise.all([calls.find(callSid), rowOf(callSid)]);
      const [resumed] = await Promise.all([
        calls.move({ callSid, seen, move: 'connect-after-loss' }, 3),
        rescue(row),
      ]);
      const control = (await calls.find(callSid))?.control;
      return { resumed: resumed !== undefined, moves: movesOf(callSid).length, control };
    };
    for (const { resumed, moves, control } of await Promise.all(Array.from({ length: 20 }, race))) {
      expect({ moves, control }).toEqual(
        resumed ? { moves: 0, control: 'stream' } : { moves: 1, control: 'fallback' },
      );
    }
  });
});

describe('a stream that attaches while its late start is claimed', () => {
  const deadlineAt = Date.now() + 60_000;
  const lateCall = async () => {
    const callSid = newSid('CA');
    await calls.open({ callSid, from: '', to: '', status: 'ringing' }, 1);
    await watches.arm(callSid, 1, Date.now() - 10);
    return callSid;
  };
  const take = (callSid: string) =>
    calls.attach({ callSid, gen: 1, streamSid: newSid('MZ'), holder: 'socket' }, 2);
  /** Rescues the call as far as it must be; `between` happens between the first step and the second. */
  const rescueAround = async (callSid: string, between: () => Promise<unknown>) => {
    const claim: CallWatches['claim'] = async (...seen) => {
      const claimed = await watches.claim(...seen);
      await between();
      return claimed;
    };
    const documents = twimlDocuments(parts.config);
    await rescuer({ ...parts, documents, watches: { ...watches, claim } })(await rowOf(callSid));
  };

  test('keeps its call and its alarm', async () => {
    const callSid = await lateCall();
    await rescueAround(callSid, async () => {
      await take(callSid);
      await watches.attach(callSid, 1, deadlineAt);
    });
    expect(movesOf(callSid)).toEqual([]);
    expect(await rowOf(callSid)).toMatchObject({ phase: 'media' });
    expect(await watches.beat(callSid, 1, deadlineAt)).toBe(true);
  });

  test('keeps them too when its alarm is put last', async () => {
    const callSid = await lateCall();
    await rescueAround(callSid, () => take(callSid));
    await watches.attach(callSid, 1, deadlineAt);
    expect(movesOf(callSid)).toEqual([]);
    expect(await rowOf(callSid)).toMatchObject({ phase: 'media', deadline_at: deadlineAt });
  });

  test('is watched for silence even if it dies before it puts its alarm', async () => {
    const callSid = await lateCall();
    await rescueAround(callSid, () => take(callSid));
    const row = await rowOf(callSid);
    expect(row).toMatchObject({ phase: 'media' });
    expect(row.deadline_at - Date.now()).toBeLessThanOrEqual(NO_MEDIA_TIMEOUT_MS);
    await rescue(row);
    expect(movesOf(callSid)).toHaveLength(1);
  });

  test('comes too late for a call that is being taken to the prompt', async () => {
    const callSid = await lateCall();
    await rescue(await rowOf(callSid));
    expect(await take(callSid)).toBe(false);
    expect(movesOf(callSid)).toHaveLength(1);
  });
});

describe('a machine whose clock is wrong', () => {
  const skewed = (aheadMs: number) => dynamoCallWatches(db, () => Date.now() + aheadMs);

  test('tells the time as the store does, to within a second', async () => {
    const machines = [-600_000, -2_000, 0, 2_000, 600_000].map((aheadMs) => ({
      aheadMs,
      watches: skewed(aheadMs),
    }));
    // The store gives whole seconds, so each fifth of a second is another case.
    for (const fifth of [0, 1, 2, 3, 4]) {
      await expect.poll(() => Math.floor(Date.now() / 200) % 5, { interval: 20 }).toBe(fifth);
      const askedAt = Date.now();
      await Promise.all(machines.map((machine) => machine.watches.lastSweep()));
      for (const machine of machines) {
        const before = Date.now();
        const told = machine.watches.now();
        const after = Date.now();
        // The time that the answer took adds to the inaccuracy.
        const lateMs = after - askedAt;
        expect(told).toBeGreaterThanOrEqual(before - 1_000 - lateMs);
        expect(told).toBeLessThanOrEqual(after + 1_000 + lateMs);
        // A clock is never set beyond the right time.
        if (machine.aheadMs > 0) expect(told).toBeGreaterThanOrEqual(before - 1);
        if (machine.aheadMs < 0) expect(told).toBeLessThanOrEqual(after + 1);
      }
    }
  });

  test('by 2 s keeps a stream whose heartbeat is late, and loses a mute one in time', async () => {
    const tasks = await Promise.all(
      [-2_000, 2_000].map(async (aheadMs) => ({
        watches: skewed(aheadMs),
        living: await muteCall(),
        mute: await muteCall(),
      })),
    );
    const beats = (whose: 'living' | 'mute') =>
      Promise.all(
        tasks.map((task) =>
          task.watches.beat(task[whose], 1, task.watches.now() + NO_MEDIA_TIMEOUT_MS),
        ),
      );
    await Promise.all(tasks.map((task) => task.watches.lastSweep()));
    await beats('mute');
    const mutedAt = Date.now();
    let beatAt = mutedAt;
    await beats('living');
    await watches.noteSweep(undefined, sweptAt(mutedAt));
    const swept = watchdog(parts, { ...WATCHDOG_PACE, lifeMs: 7_500 })();
    const areLost = () => tasks.every(({ mute }) => movesOf(mute).length > 0);
    while (!areLost()) {
      const isLate = () => Date.now() - beatAt >= LATE_HEARTBEAT_MS;
      await expect.poll(() => isLate() || areLost()).toBe(true);
      beatAt = Date.now();
      expect(await beats('living')).toEqual([true, true]);
    }
    await swept;
    for (const { living, mute } of tasks) {
      expect(movesOf(living)).toEqual([]);
      expect(movesOf(mute)).toHaveLength(1);
      expect((await rowOf(living)).phase).toBe('media');
    }
  });

  test('by 2 s and sweeps is followed by another as if its clock were right', async () => {
    const behind = { ...parts, watches: skewed(-2_000) };
    await watches.noteSweep(undefined, sweptAt(Date.now() - 500));
    await watchdog(behind, { ...WATCHDOG_PACE, lifeMs: 2_000 })();
    const callSid = await muteCall();
    await watchdog(parts, { ...WATCHDOG_PACE, lifeMs: 1_500 })();
    expect(movesOf(callSid)).toHaveLength(1);
  });
});

test('a redirect is noted as soon as the store is back, so that it is not repeated', async () => {
  const callSid = await muteCall();
  const row = await rowOf(callSid);
  rest.answerUpdates(callSid, 'moves-when-told');
  const { promise: isMissed, resolve: miss } = Promise.withResolvers<void>();
  const redirected: CallLogs['redirected'] = (...noted) =>
    calls.redirected(...noted).catch((error: unknown) => {
      miss();
      throw error;
    });
  const documents = twimlDocuments(parts.config);
  const rescued = rescuer({ ...parts, documents, calls: { ...calls, redirected } })(row);
  await expect.poll(() => movesOf(callSid).length).toBe(1);
  await store.setFault('down');
  rest.moveNow();
  await isMissed;
  await store.setFault('none');
  await rescued;
  const { callLog, watch } = await crm.ofCall(callSid);
  expect(callLog?.redirected_at).toBeDefined();
  expect(watch).toBeUndefined();
});

describe('a call that Twilio does not move', () => {
  test.each(['busy', 'fails', 'hangs'] as const)('because it %s is tried again', async (answer) => {
    const callSid = await muteCall();
    rest.answerUpdates(callSid, answer);
    await rescue(await rowOf(callSid));
    const row = await rowOf(callSid);
    expect(row).toMatchObject({ phase: 'redirecting', attempts: 1, reason: 'no-media' });
    expect(row.deadline_at).toBeLessThanOrEqual(Date.now() + 500);
    rest.answerUpdates(callSid, 'moves');
    await rescue(row);
    expect(movesOf(callSid)).toHaveLength(2);
    expect((await crm.ofCall(callSid)).watch).toBeUndefined();
  });

  test('is not moved out of a recording that began meanwhile', async () => {
    const callSid = await muteCall();
    rest.answerUpdates(callSid, 'fails');
    await rescue(await rowOf(callSid));
    await calls.answered(callSid, Date.now());
    await rescue(await rowOf(callSid));
    expect(movesOf(callSid)).toHaveLength(1);
    expect((await crm.ofCall(callSid)).watch).toBeUndefined();
  });

  test('is given up after eight attempts', async () => {
    const callSid = await muteCall();
    rest.answerUpdates(callSid, 'fails');
    for (let attempt = 0; attempt < 8; attempt++) await rescue(await rowOf(callSid));
    expect((await crm.ofCall(callSid)).watch).toBeUndefined();
    expect(movesOf(callSid)).toHaveLength(8);
  });

  test.each(['not-in-progress', 'unknown'] as UpdateAnswer[])(
    'because it is over (%s) gets its last status',
    async (answer) => {
      const callSid = await muteCall();
      rest.answerUpdates(callSid, answer);
      rest.answerFetches(callSid, 'completed');
      await rescue(await rowOf(callSid));
      const { callLog, watch } = await crm.ofCall(callSid);
      expect(callLog).toMatchObject({ control: 'ended', status: 'completed' });
      expect(watch).toBeUndefined();
    },
  );

  test('although it lives is tried again', async () => {
    const callSid = await muteCall();
    rest.answerUpdates(callSid, 'not-in-progress');
    rest.answerFetches(callSid, 'in-progress');
    await rescue(await rowOf(callSid));
    expect(await rowOf(callSid)).toMatchObject({ phase: 'redirecting', attempts: 1 });
    expect((await calls.find(callSid))?.control).toBe('fallback');
  });
});

describe('the watchdog', () => {
  test('moves every mute call once, however many sweep', async () => {
    const mute = await Promise.all(Array.from({ length: 30 }, () => muteCall()));
    // Each sweep takes a few of them.
    const sweep = watchdog(parts, { ...pace, lifeMs: 1_000 });
    while (rest.updates.length < mute.length) await Promise.all([sweep(), sweep(), sweep()]);
    await Promise.all([sweep(), sweep(), sweep()]);
    expect(rest.updates.map(({ callSid }) => callSid).sort()).toEqual(mute.sort());
  });

  test('moves a few mute calls at a time, and all of them in the end', async () => {
    const mute = await Promise.all(Array.from({ length: 20 }, () => muteCall()));
    for (const callSid of mute) rest.answerUpdates(callSid, 'moves-when-told');
    const swept = watchdog(parts, { ...pace, lifeMs: 4_000 })();
    await expect.poll(() => rest.updates.length).toBe(REDIRECTS_AT_ONCE);
    await sweptAgain(2);
    expect(rest.updates.length).toBe(REDIRECTS_AT_ONCE);
    rest.moveNow();
    await swept;
    expect(rest.updates.map(({ callSid }) => callSid).sort()).toEqual(mute.sort());
  });

  test('takes over what a sweeper claimed before it died', async () => {
    const callSid = await muteCall();
    await watches.claim(await rowOf(callSid), 'no-media', Date.now() + 300);
    await watchdog(parts, pace)();
    expect(movesOf(callSid)).toHaveLength(1);
  });

  test('is not held up by a call that Twilio does not answer for', async () => {
    const [stuck, free] = [await muteCall(), await muteCall()];
    rest.answerUpdates(stuck, 'hangs');
    const swept = watchdog(parts, { ...pace, lifeMs: 3_000 })();
    await expect.poll(() => movesOf(stuck).length).toBe(1);
    const second = await muteCall();
    await swept;
    // Both are moved before the stuck call has been given up and is tried again.
    const moved = rest.updates.map(({ callSid }) => callSid);
    expect(moved.slice(0, 3).sort()).toEqual([stuck, free, second].sort());
  });

  test('claims nothing after an outage until a heartbeat after the last stream came back', async () => {
    const [early, late, mute] = [await muteCall(), await muteCall(), await muteCall()];
    await watches.noteSweep(undefined, sweptAt(Date.now() - 9_000));
    const quietUntil = async () => (await watches.lastSweep())?.quiet_until ?? 0;
    const firstBackAt = Date.now();
    await watches.beat(early, 1, firstBackAt + NO_MEDIA_TIMEOUT_MS);
    const brief = { ...pace, lifeMs: 5_500, quietMs: 1_000 };
    const swept = Promise.all([watchdog(parts, brief)(), watchdog(parts, brief)()]);
    await expect.poll(quietUntil).toBe(firstBackAt + HEARTBEAT_MS);
    const lastBackAt = Date.now();
    await watches.beat(late, 1, lastBackAt + NO_MEDIA_TIMEOUT_MS);
    await expect.poll(() => movesOf(mute).length).toBe(1);
    expect([movesOf(early), movesOf(late)]).toEqual([[], []]);
    await swept;
    expect(await quietUntil()).toBe(lastBackAt + HEARTBEAT_MS);
    expect(movesOf(mute)[0]?.at).toBeGreaterThanOrEqual(lastBackAt + HEARTBEAT_MS);
  });

  test('goes on when the store comes back', async () => {
    const callSid = await muteCall();
    const logged = silenceLog();
    // The product's own client tries twice too; the SDK's default takes seconds to give up.
    vi.stubEnv('AWS_MAX_ATTEMPTS', '2');
    const impatient = localDynamoDb(store.endpoint);
    await store.setFault('throttle');
    const sweeper = { ...parts, watches: dynamoCallWatches(impatient) };
    const swept = watchdog(sweeper, { ...pace, lifeMs: 4_000 })();
    await expect.poll(() => logged.join()).toContain('watchdog.sweep-failed');
    await store.setFault('none');
    await swept;
    vi.unstubAllEnvs();
    impatient.destroy();
    expect(movesOf(callSid)).toHaveLength(1);
  });

  test('does nothing where it is switched off', async () => {
    await muteCall();
    const off = { ...parts.config, watchdog: { ...parts.config.watchdog, isOn: false } };
    await watchdog({ ...parts, config: off }, pace)();
    expect(rest.updates).toEqual([]);
  });
});
