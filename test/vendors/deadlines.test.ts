import { expect, test } from 'vitest';
import { watchDeadlines } from '#shared/deadlines.ts';
import { DeadlineExceeded } from '#shared/errors.ts';

const SHORT = { name: 'first words', ms: 20 };
const NEVER = new Promise<never>(() => {});

test('names the deadline that ran out', async () => {
  using deadlines = watchDeadlines('openai', new AbortController().signal);
  deadlines.start({ name: 'whole reply', ms: 60_000 });
  deadlines.start(SHORT);
  await expect(deadlines.race(NEVER)).rejects.toThrow(
    new DeadlineExceeded('openai', 'first words', 20),
  );
  expect(deadlines.signal.reason).toBeInstanceOf(DeadlineExceeded);
});

test('lets work be that comes in time', async () => {
  using deadlines = watchDeadlines('openai', new AbortController().signal);
  deadlines.start(SHORT);
  expect(await deadlines.race(Promise.resolve('words'))).toBe('words');
  deadlines.stop(SHORT);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(deadlines.signal.aborted).toBe(false);
});

test('throws what the asker gave as the reason for leaving', async () => {
  const asker = new AbortController();
  using deadlines = watchDeadlines('openai', asker.signal);
  const waiting = deadlines.race(NEVER);
  asker.abort(new Error('interrupted'));
  await expect(waiting).rejects.toThrow('interrupted');
  await expect(deadlines.race(NEVER)).rejects.toThrow('interrupted');
});

test('gives each start its full time', async () => {
  using deadlines = watchDeadlines('openai', new AbortController().signal);
  for (let i = 0; i < 5; i++) {
    deadlines.start({ name: 'next words', ms: 200 });
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  expect(deadlines.signal.aborted).toBe(false);
});

test('leaves no timer behind', async () => {
  const asker = new AbortController();
  {
    using deadlines = watchDeadlines('openai', asker.signal);
    deadlines.start({ name: 'whole reply', ms: 60_000 });
  }
  expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBeLessThan(
    5,
  );
});
