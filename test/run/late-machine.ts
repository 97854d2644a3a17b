import { type FrameClock, startFrameClock } from 'twilio-exchange/line/frame-clock.ts';
import { aroundAll, aroundEach, type RunnerTask } from 'vitest';
import { MAX_CLOCK_LATE_MS, TOO_SLOW } from '#local/scenario/measurement.ts';

// A failure on a late machine is not evidence, and its last error says so: test/run/main.ts reads it.
// Hooks set the stage of the tests after them, so a late hook explains the failure of a test, too.

declare module 'vitest' {
  interface TaskMeta {
    /** How late the clock of a file was at worst, in ms. */
    lateMs?: number;
  }
}

const noted = { ofHooks: 0, ofTests: 0 };
const ofTests = new Set<FrameClock>();
/** Runs while no test of the file does. */
let ofHooks: FrameClock | undefined;

aroundAll(async (...hook) => {
  const [runFile, , file] = hook;
  ofHooks = startClock();
  try {
    await runFile();
  } finally {
    noteHooks();
    file.meta.lateMs = Math.max(noted.ofHooks, noted.ofTests);
  }
  if (isBroken(file)) refuseLate(noted.ofHooks);
});

aroundEach(async (runTest, { task }) => {
  noteHooks();
  const clock = startClock();
  ofTests.add(clock);
  await runTest();
  const lateMs = latenessOf(clock);
  noted.ofTests = Math.max(noted.ofTests, lateMs);
  ofTests.delete(clock);
  if (ofTests.size === 0) ofHooks = startClock();
  if (task.result?.state === 'fail') refuseLate(Math.max(lateMs, noted.ofHooks));
});

function startClock(): FrameClock {
  return startFrameClock(() => {});
}

function noteHooks(): void {
  if (ofHooks) noted.ofHooks = Math.max(noted.ofHooks, latenessOf(ofHooks));
  ofHooks = undefined;
}

/** Stops a clock; returns how late it was at worst, in ms. */
function latenessOf(clock: FrameClock): number {
  clock.stop();
  return Math.round(clock.maxLateMs);
}

/** Returns whether a hook of a suite, or of one inside it, threw. */
function isBroken(task: RunnerTask): boolean {
  if (task.type === 'test') return false;
  return Boolean(task.result?.errors?.length) || task.tasks.some(isBroken);
}

/** Adds the lateness to a failure. @throws Error if the clock was later than a measurement allows */
function refuseLate(lateMs: number): void {
  if (lateMs > MAX_CLOCK_LATE_MS) throw new Error(`${TOO_SLOW}: its clock was ${lateMs} ms late.`);
}
