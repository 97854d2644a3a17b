import type { Task } from '#shared/domain/office/task.ts';
import type { UNTOLD } from './untold.ts';

/** The value of `open`, the key of the index `by_due`: only open tasks have it. */
export const OPEN = 'open';
/** A row of `tasks`: a task with the keys of its indexes. */
export type TaskRow = Task & { readonly [OPEN]?: string; readonly untold?: typeof UNTOLD };

/** Returns the task in a row. */
export function readTask({ [OPEN]: _open, untold: _untold, ...task }: TaskRow): Task {
  return task;
}

/** Returns the key of a row. */
export function taskKey(id: string): { readonly id: string } {
  return { id };
}
