import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchDeadlines } from '#shared/deadlines.ts';
import { DeadlineExceeded } from '#shared/errors.ts';

const FIRST_WORDS = { name: 'first words', ms: 2_000 };
const NEXT_WORDS = { name: 'next words', ms: 1_500 };
const WHOLE_REPLY = { name: 'whole reply', ms: 12_000 };
const NEVER = new Promise<never>(() => {});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a deadline that runs out is named', async () => {
  using deadlines = watchDeadlines('openai', new AbortController().signal);
  deadlines.start(WHOLE_REPLY);
  deadlines.start(FIRST_WORDS);
  const waiting = expect(deadlines.race(NEVER)).rejects.toThrow(
    new DeadlineExceeded('openai', 'first words', 2_000),
  );
  vi.advanceTimersByTime(1_999);
  expect(deadlines.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  await waiting;
  expect(deadlines.signal.reason).toBeInstanceOf(DeadlineExceeded);
});

test('work that comes in time is returned, and its deadline does not run out later', async () => {
  using deadlines = watchDeadlines('openai', new AbortController().signal);
  deadlines.start(FIRST_WORDS);
  expect(await deadlines.race(Promise.resolve('words'))).toBe('words');
  deadlines.stop(FIRST_WORDS);
  vi.advanceTimersByTime(10_000);
  expect(deadlines.signal.aborted).toBe(false);
});

test('the asker’s reason for leaving is thrown', async () => {
  const asker = new AbortController();
  using deadlines = watchDeadlines('openai', asker.signal);
  const waiting = deadlines.race(NEVER);
  asker.abort(new Error('interrupted'));
  await expect(waiting).rejects.toThrow('interrupted');
  await expect(deadlines.race(NEVER)).rejects.toThrow('interrupted');
});

test('a deadline that is started again has its full time', () => {
  using deadlines = watchDeadlines('openai', new AbortController().signal);
  for (let i = 0; i < 5; i++) {
    deadlines.start(NEXT_WORDS);
    vi.advanceTimersByTime(1_499);
  }
  expect(deadlines.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(deadlines.signal.aborted).toBe(true);
});

test('no timer is left behind', () => {
  {
    using deadlines = watchDeadlines('openai', new AbortController().signal);
    deadlines.start(WHOLE_REPLY);
    expect(vi.getTimerCount()).toBe(1);
  }
  expect(vi.getTimerCount()).toBe(0);
});
