import { expect, test } from 'vitest';
import { lengthOfWaitsMs, waitsAfter } from '#shared/calls/reconnect-waits.ts';
import { LOST_STREAM_LIMIT } from '#shared/domain/calls/stream-ended.ts';
import { loadBalancing } from '#shared/load-balancing.ts';

const lengths = Array.from({ length: LOST_STREAM_LIMIT }, (_, index) =>
  lengthOfWaitsMs(waitsAfter(index + 1)),
);

test('a lost stream is tried again at once, and each further attempt waits longer', () => {
  expect(lengths[0]).toBe(0);
  expect(lengths.toSorted((one, other) => one - other)).toEqual(lengths);
  expect(new Set(lengths).size).toBe(LOST_STREAM_LIMIT);
});

test('the last attempt comes after the load balancer took a dead task out of service', () => {
  const { healthEveryMs, healthChecks } = loadBalancing;
  const lastAfterMs = lengths.reduce((sum, lengthMs) => sum + lengthMs, 0);
  expect(lastAfterMs).toBeGreaterThanOrEqual(healthEveryMs * healthChecks);
});

test('no pause between the attempts is longer than a second', () => {
  const all = lengths.flatMap((_, index) => waitsAfter(index + 1));
  for (const wait of all) if ('pauseS' in wait) expect(wait.pauseS).toBe(1);
});
