import { createHash } from 'node:crypto';
import type { Task } from '#shared/domain/office/task.ts';

/** The digits of a short id: some thousand open tasks have different ones. */
const DIGITS = 7;

/** Returns the short id of a task, which people type. */
export function shortId({ id }: Pick<Task, 'id'>): string {
  return createHash('sha256').update(id).digest('hex').slice(0, DIGITS);
}

/** Returns the tasks that an id means: its own, or those with this short id. */
export function tasksOfId<One extends Pick<Task, 'id'>>(tasks: readonly One[], id: string): One[] {
  const exact = tasks.filter((task) => task.id === id);
  return exact.length > 0 ? exact : tasks.filter((task) => shortId(task) === id);
}
