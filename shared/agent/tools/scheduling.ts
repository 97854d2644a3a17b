import { inTime } from '#shared/deadlines.ts';
import { survive } from '#shared/survival.ts';

/** The limit on schedule requests: the caller is waiting, and the booking stands without its schedule. */
const SCHEDULING_MS = 600;

/** Waits for a schedule request up to its limit; a failure is logged, never thrown. */
export async function tryScheduling(work: Promise<void>): Promise<void> {
  await survive(
    'tool.not-scheduled',
    inTime('scheduler', { name: 'scheduling', ms: SCHEDULING_MS }, work),
  );
}
