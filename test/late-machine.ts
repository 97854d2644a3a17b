import { type FrameClock, startFrameClock } from 'twilio-exchange/line/frame-clock.ts';
import { afterEach, beforeEach } from 'vitest';
import { MAX_CLOCK_LATE_MS } from '#local/scenario/measurement.ts';

// A failure on a late machine is not evidence, and its last error says so. By that message
// vitest.config.ts runs the test again, three times in all. Any other failure stands.

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
  throw new Error(`The machine was too slow to measure: its clock was ${lateMs} ms late.`);
});
