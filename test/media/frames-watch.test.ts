import { expect, test } from 'vitest';
import { watchFrames } from '#media-service/stream/frames-watch.ts';

const FRAMES_TIMEOUT_MS = 2_000;

test('frames that stop for two seconds have stopped', async () => {
  const stopped = Promise.withResolvers<void>();
  const startedAt = performance.now();
  using _watch = watchFrames(stopped.resolve);
  await stopped.promise;
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(FRAMES_TIMEOUT_MS - 5);
});

test('a process that was itself held up finds its frames at the door', async () => {
  let hasStopped = false;
  using watch = watchFrames(() => {
    hasStopped = true;
  });
  const heldUpUntil = performance.now() + FRAMES_TIMEOUT_MS + 500;
  while (performance.now() < heldUpUntil);
  // Node runs timers in the order of their moments, before it reads the network: this one is the later.
  await new Promise((resolve) => setTimeout(resolve));
  watch.frameArrived();
  expect(hasStopped).toBe(false);
});
