import { expect, test } from 'vitest';
import { createMeasurement, type Measured, TOO_SLOW } from './measurement.ts';

const onTime = { ok: true, problems: [], clockLateMs: 20 };
const late = { ok: false, problems: ['no silence is longer than 3 s'], clockLateMs: 340 };

/** Plays one result after the other, and keeps the attempts that were asked for. */
function playsOf(...results: readonly Measured[]) {
  const attempts: number[] = [];
  const play = async (attempt: number) => {
    attempts.push(attempt);
    return results[attempt] ?? late;
  };
  return { play, attempts };
}

test('a call that was measured on time is placed once', async () => {
  const { play, attempts } = playsOf(onTime);
  expect(await createMeasurement().measure(play)).toEqual({ ...onTime, tries: 1 });
  expect(attempts).toEqual([0]);
});

test('a broken promise that was measured on time is not tried again', async () => {
  const broken = { ...late, clockLateMs: 99 };
  const { play, attempts } = playsOf(broken, onTime);
  expect(await createMeasurement().measure(play)).toEqual({ ...broken, tries: 1 });
  expect(attempts).toEqual([0]);
});

test('a call that was measured while the machine was late is placed again', async () => {
  const { play, attempts } = playsOf(late, onTime);
  expect(await createMeasurement().measure(play)).toEqual({ ...onTime, tries: 2 });
  expect(attempts).toEqual([0, 1]);
});

test('three late tries say that the machine was too slow to measure', async () => {
  const { play, attempts } = playsOf(late, late, late, onTime);
  const { ok, problems, tries } = await createMeasurement().measure(play);
  expect({ ok, tries }).toEqual({ ok: false, tries: 3 });
  expect(problems).toEqual([expect.stringContaining(TOO_SLOW)]);
  expect(attempts).toEqual([0, 1, 2]);
});

test('a repeat waits until every first try is over', async () => {
  const { measure } = createMeasurement();
  const crowd = Promise.withResolvers<Measured>();
  const order: string[] = [];
  const slow = measure(async () => {
    const result = await crowd.promise;
    order.push('the crowd is gone');
    return result;
  });
  const repeated = measure(async (attempt) => {
    order.push(`attempt ${attempt}`);
    return attempt === 0 ? late : onTime;
  });
  await expect.poll(() => order).toEqual(['attempt 0']);
  crowd.resolve(onTime);
  await Promise.all([slow, repeated]);
  expect(order).toEqual(['attempt 0', 'the crowd is gone', 'attempt 1']);
});
