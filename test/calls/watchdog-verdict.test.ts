import { describe, expect, test } from 'vitest';
import {
  HEARTBEAT_MS,
  NO_MEDIA_TIMEOUT_MS,
  watchShard,
  watchShards,
} from '#shared/domain/calls/call-watch.ts';
import {
  isFresh,
  isOver,
  isQuiet,
  isStale,
  LEASE_MS,
  lastsForRedirect,
  nextSweep,
  WATCHDOG_PACE as pace,
  reasonOf,
  retryAt,
} from '#shared/domain/calls/watchdog.ts';

const at = 1_000_000;
const sweptAgo = (ms: number, quietUntil = 0, quietAtMostUntil = at + 60_000) => ({
  last_at: at - ms,
  quiet_until: quietUntil,
  quiet_at_most_until: quietAtMostUntil,
});
const watch = {
  watch_shard: 'w#0',
  call_sid: 'CA0',
  gen: 1,
  phase: 'media',
  deadline_at: at,
} as const;

describe('a sweep', () => {
  test.each([
    ['nobody ever swept', undefined, true],
    ['somebody swept this moment', sweptAgo(0), false],
    ['another sweeper was there 300 ms ago', sweptAgo(300), false],
    ['the sweeper comes by a little early', sweptAgo(490), true],
    ['the other sweeper died', sweptAgo(800), true],
    ['the other machine’s clock is 2 s ahead', sweptAgo(-2_000), false],
  ])('is due or not, when %s', (_, last, isDue) => {
    expect(isStale(last, at, pace)).toBe(isDue);
  });

  const cameBackAgo = (ms: number) => ({ ...watch, deadline_at: at - ms + NO_MEDIA_TIMEOUT_MS });
  const gap = sweptAgo(HEARTBEAT_MS + 1);
  const quiet = sweptAgo(500, at + 100);
  const ending = sweptAgo(500, at - 100);

  test.each([
    ['in the usual rhythm', sweptAgo(500), [], 0],
    ['in the usual rhythm, with a stream that was late', sweptAgo(500), [cameBackAgo(10)], 0],
    ['after a sweeper that died', sweptAgo(1_500), [], 0],
    ['after an outage in which two heartbeats may have failed', gap, [], at + 4_000],
    ['after an outage of 9 s', sweptAgo(9_000), [cameBackAgo(10)], at + 4_000],
    ['of a new deployment', undefined, [], at + 4_000],
    ['while it is quiet', quiet, [], at + 100],
    ['while streams come back', quiet, [cameBackAgo(900), cameBackAgo(300)], at + 1_700],
    ['while those that came back have spoken again', quiet, [cameBackAgo(1_950)], at + 100],
    ['that finds a stream just back when the quiet ends', ending, [cameBackAgo(50)], at + 1_950],
    ['that finds nobody back when the quiet ends', ending, [], at - 100],
    [
      'past the longest quiet, whoever comes back',
      sweptAgo(500, at - 100, at + 300),
      [cameBackAgo(50)],
      at + 300,
    ],
  ])('%s claims nothing for as long as it must', (_, last, revived, quietUntil) => {
    const sweep = nextSweep(last, at, { revived, pace });
    expect(sweep).toMatchObject({ last_at: at, quiet_until: quietUntil });
    expect(isQuiet(sweep)).toBe(quietUntil > at);
  });

  test('is quiet for twelve seconds after an outage at most, although a stream comes and goes', () => {
    let sweep = nextSweep(undefined, 0, { revived: [], pace });
    while (isQuiet(sweep)) {
      const next = sweep.last_at + pace.sweepEveryMs;
      const flapping = { ...watch, deadline_at: next + NO_MEDIA_TIMEOUT_MS };
      sweep = nextSweep(sweep, next, { revived: [flapping], pace });
    }
    expect(sweep.last_at).toBe(12_000);
  });

  test('covers the shard of every call', () => {
    const shards = Array.from('0123456789abcdef', (digit) => watchShard(`CA${digit}`));
    expect(new Set(shards)).toEqual(new Set(watchShards));
  });

  test('is fresh for five seconds', () => {
    expect([
      isFresh(undefined, at),
      isFresh(sweptAgo(4_999), at),
      isFresh(sweptAgo(5_000), at),
    ]).toEqual([false, true, false]);
  });
});

describe('a due call', () => {
  test.each([
    [{ ...watch, phase: 'start' }, 'no-start'],
    [{ ...watch, phase: 'media' }, 'no-media'],
    [{ ...watch, phase: 'redirecting', reason: 'no-start' }, 'no-start'],
  ] as const)('%j is suspected of %s', (row, reason) => {
    expect(reasonOf(row)).toBe(reason);
  });

  test('is tried again after growing pauses, up to a limit', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7].map((attempts) => (retryAt(attempts, at) ?? 0) - at);
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000]);
    expect(retryAt(8, at)).toBeUndefined();
  });

  test('is moved only while the claim on it outlasts the request', () => {
    const claimed = { ...watch, deadline_at: at + LEASE_MS };
    expect([lastsForRedirect(claimed, at + 400), lastsForRedirect(claimed, at + 600)]).toEqual([
      true,
      false,
    ]);
  });

  test.each([
    ['completed', true],
    ['no_answer', true],
    ['in_progress', false],
    ['ringing', false],
  ] as const)('that Twilio calls %s is over: %s', (status, over) => {
    expect(isOver({ status })).toBe(over);
  });

  test('that Twilio does not know is not over: the account may be wrong', () => {
    expect(isOver(undefined)).toBe(false);
  });
});
