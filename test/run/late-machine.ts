import { type FrameClock, startFrameClock } from 'twilio-exchange/line/frame-clock.ts';
import { afterEach, beforeEach } from 'vitest';
import { MAX_CLOCK_LATE_MS, TOO_SLOW } from '#local/scenario/measurement.ts';

// A failure on a late machine is not evidence, and its last error says so: test/run/main.ts reads it.

const clocks = new Map<string, FrameClock>();

beforeEach(({ task }) => {
  clocks.set(
    task.id,
    startFrameClock(() => {}),
  );
});

afterEach(({ task }) => {
  const clock = clocks.get(task.id);
  clock?.stop();
  clocks.delete(task.id);
  const lateMs = Math.round(clock?.maxLateMs ?? 0);
  if (task.result?.state !== 'fail' || lateMs <= MAX_CLOCK_LATE_MS) return;
  throw new Error(`${TOO_SLOW}: its clock was ${lateMs} ms late.`);
});
