import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { PROBE_CALLER } from '#shared/domain/calls/probe.ts';
import type { Task } from '#shared/domain/office/task.ts';
import type { CallLogs } from '#shared/ports/calls.ts';
import type { Tasks } from '#shared/ports/tasks.ts';

/** The stores of tasks that code opens for a call. */
export type CallTaskParts = {
  readonly calls: Pick<CallLogs, 'find'>;
  readonly tasks: Pick<Tasks, 'open'>;
};

/** The part of a task that the deed decides. */
export type CallTask = Pick<Task, 'id' | 'kind' | 'words' | 'assigned_to'> & {
  readonly at: number;
};

/**
 * Opens a task for the caller of a call, once; of a withheld number it names none.
 * @throws VendorFailed
 */
export async function openCallTask(
  { calls, tasks }: CallTaskParts,
  callSid: string,
  task: CallTask,
): Promise<void> {
  await openTaskOf(tasks, callSid, task, await calls.find(callSid));
}

/** The same for a row that is read already. An erased call and a check of the deployment open none. */
export async function openTaskOf(
  tasks: CallTaskParts['tasks'],
  callSid: string,
  { at, ...task }: CallTask,
  call: CallLog | undefined,
): Promise<void> {
  if (call?.erased_at !== undefined || call?.from_number === PROBE_CALLER) return;
  await tasks.open({
    ...task,
    contact: call?.contact,
    due_at: at,
    state: 'open',
    channel: 'phone',
    source_sid: callSid,
    created_at: at,
    updated_at: at,
  });
}
