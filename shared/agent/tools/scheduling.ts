import { inTime } from '#shared/deadlines.ts';
import { survive } from '#shared/survival.ts';

/** What was written stands without its schedule, and a caller waits: it is not worth more than a moment. */
const SCHEDULING_MS = 600;

/** Has work on schedules done for as long as a caller can wait; what comes to nothing is logged. */
export async function scheduling(work: Promise<void>): Promise<void> {
  await survive(
    'tool.not-scheduled',
    inTime('scheduler', { name: 'scheduling', ms: SCHEDULING_MS }, work),
  );
}
