import { inTime } from '#shared/deadlines.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { PROBE_CALLER } from '#shared/domain/calls/probe.ts';
import { isStaff } from '#shared/domain/office/broker.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { isUrgentMatter } from '#shared/domain/office/urgent-matter.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { CallLogs } from '#shared/ports/calls.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import { survive } from '#shared/survival.ts';
import { type JoinParts, joinTask, tasksOfCall } from './joined-task.ts';
import { type TaskTermsParts, taskTerms } from './task-terms.ts';

/** The stores of a task, and of its terms. */
export type TaskParts = TaskTermsParts & {
  readonly tasks: Pick<Tasks, 'open'> & JoinParts;
  readonly brokers: Pick<KnownBrokers, 'active'>;
};

/** A caller may wait for the task; past it, the task is opened on its own. */
const JOINING = { name: 'joining', ms: 400 };

/** The stores of tasks that code opens for a call. */
export type CallTaskParts = TaskParts & { readonly calls: Pick<CallLogs, 'find'> };

/** The part of a task that the deed decides. */
export type CallTask = Pick<Task, 'id' | 'kind' | 'words' | 'assigned_to'> & {
  readonly at: number;
};

/**
 * Opens a task for the caller of a call, once, or joins it to an open one of that call. Of a withheld number it names
 * none.
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
 * tries the agent open none. Returns the task that was opened; undefined if it joined another.
 */
export async function openTaskOf(
  parts: TaskParts,
  callSid: string,
  { at, ...task }: CallTask,
  call: CallLog | undefined,
): Promise<Task | undefined> {
  if (call?.erased_at !== undefined || call?.from_number === PROBE_CALLER) return undefined;
  const contact = call?.contact;
  const isUrgent = isUrgentMatter(task.words);
  const reading = tasksOfCall(parts.tasks, { id: task.id, contact, source_sid: callSid });
  const [terms, ofCall = [], people] = await Promise.all([
    taskTerms(parts, { contact, at, isUrgent }),
    survive('task.not-joined', inTime('dynamodb', JOINING, reading)),
    parts.brokers.active(),
  ]);
  if (contact && isStaff(people, contact)) return undefined;
  const wanted: Task = {
    ...task,
    ...(isUrgent && { urgent: true }),
    contact,
    due_at: terms.due_at,
    assigned_to: task.assigned_to ?? terms.assigned_to,
    state: 'open',
    channel: 'phone',
    source_sid: callSid,
    created_at: at,
    updated_at: at,
  };
  if (await survive('task.not-joined', joinTask(parts.tasks, wanted, ofCall))) return undefined;
  await parts.tasks.open(wanted);
  return wanted;
}
