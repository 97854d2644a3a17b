import { isOfficeOpen, nextOpening, type OpeningSettings } from './opening-hours.ts';
import type { Task } from './task.ts';

/** The opening hours that a person has to read of a task and act, before it counts as late. */
const GRACE_MINUTES = 10;
const GRACE_MS = GRACE_MINUTES * 60_000;

/** Returns when the office should act on a matter of a moment (epoch ms). An urgent one does not wait for the opening. */
export function taskDueAt(settings: OpeningSettings, at: number, isUrgent = false): number {
  return isUrgent ? at : (nextOpening(settings, at) ?? at);
}

/** Returns the moment (epoch ms) from which a task is late. The grace of an urgent one does not wait for the opening. */
export function taskLateAt(
  settings: OpeningSettings,
  { due_at: dueAt, urgent }: Pick<Task, 'due_at' | 'urgent'>,
): number {
  if (urgent) return dueAt + GRACE_MS;
  const opensAt = nextOpening(settings, dueAt) ?? dueAt;
  if (isOfficeOpen(settings, opensAt, GRACE_MINUTES)) return opensAt + GRACE_MS;
  // The office closes before the grace is over: the next opening gives it once more.
  return (nextOpening(settings, opensAt + GRACE_MS) ?? opensAt) + GRACE_MS;
}
