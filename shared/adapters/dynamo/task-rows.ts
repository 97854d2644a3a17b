import type { Task } from '#shared/domain/office/task.ts';

/** The value of `open`, the key of the index `by_due`: only open tasks have it. */
export const OPEN = 'open';
/** The value of `untold`, the key of the index `by_telling`: only tasks that the office is to be told of have it. */
export const UNTOLD = 'untold';
/** The columns of a task that is due to be told. */
export const untoldMark = { [UNTOLD]: UNTOLD } as const;

/** A row of `tasks`: a task with the keys of its indexes. */
export type TaskRow = Task & { readonly [OPEN]?: string; readonly [UNTOLD]?: string };

/** Returns the task in a row. */
export function readTask({ [OPEN]: _open, [UNTOLD]: _untold, ...task }: TaskRow): Task {
  return task;
}

/** Returns the key of a row. */
export function taskKey(id: string): { readonly id: string } {
  return { id };
}
