import { UsageError } from '@agent-locator/command-line/options.ts';

/** The options of `npm run office -- tasks` and `done`. */
export type TasksOptions =
  | { readonly command: 'tasks' }
  | {
      readonly command: 'done';
      readonly id: string;
      /** The broker who did it, or `office`. */
      readonly by: string;
    };

/** Reads the arguments behind `tasks` or `done`; throws `UsageError` where they are wrong. */
export function readTasksOptions(
  command: TasksOptions['command'],
  [id, ...more]: readonly string[],
  by: string | undefined,
): TasksOptions {
  if (command === 'tasks') {
    if (id !== undefined) throw new UsageError('tasks takes no argument.');
    return { command };
  }
  if (!id || more.length > 0) throw new UsageError('done takes one id from the list of tasks.');
  return { command, id, by: by ?? 'office' };
}
