import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { PROBE_CALLER } from '#shared/domain/calls/probe.ts';
import { isStaff } from '#shared/domain/office/broker.ts';
import type { Task } from '#shared/domain/office/task.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { CallLogs } from '#shared/ports/calls.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import { type TaskTermsParts, taskTerms } from './task-terms.ts';

/** The stores of a task, and of its terms. */
export type TaskParts = TaskTermsParts & {
  readonly tasks: Pick<Tasks, 'open'>;
  readonly brokers: Pick<KnownBrokers, 'active'>;
};

/** The stores of tasks that code opens for a call. */
export type CallTaskParts = TaskParts & { readonly calls: Pick<CallLogs, 'find'> };

/** The part of a task that the deed decides. */
export type CallTask = Pick<Task, 'id' | 'kind' | 'words' | 'assigned_to'> & {
  readonly at: number;
};

/**
 * Opens a task for the caller of a call, once; of a withheld number it names none.
 * @throws VendorFailed
 */
export async function openCallTask(
  parts: CallTaskParts,
  callSid: string,
  task: CallTask,
): Promise<void> {
  await openTaskOf(parts, callSid, task, await parts.calls.find(callSid));
}

/**
 * The same for a row that is read already. An erased call, a check of the deployment and a person of the office who
 * tries the agent open none.
 */
export async function openTaskOf(
  parts: TaskParts,
  callSid: string,
  { at, ...task }: CallTask,
  call: CallLog | undefined,
): Promise<void> {
  if (call?.erased_at !== undefined || call?.from_number === PROBE_CALLER) return;
  const contact = call?.contact;
  const [terms, people] = await Promise.all([
    taskTerms(parts, contact, at),
    parts.brokers.active(),
  ]);
  if (contact && isStaff(people, contact)) return;
  await parts.tasks.open({
    ...task,
    contact,
    due_at: terms.due_at,
    assigned_to: task.assigned_to ?? terms.assigned_to,
    state: 'open',
    channel: 'phone',
    source_sid: callSid,
    created_at: at,
    updated_at: at,
  });
}
