import { inTime } from '#shared/deadlines.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { taskDueAt } from '#shared/domain/office/task-due.ts';
import type { Leads, Office } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';

/** The stores that say whose a task is, and when it is due. */
export type TaskTermsParts = {
  readonly leads: Pick<Leads, 'find'>;
  readonly office: Pick<Office, 'settings'>;
};

/** The contact of a task, the moment of its deed, and whether its matter can wait for the opening. */
type TaskOccasion = {
  readonly contact: string | undefined;
  readonly at: number;
  readonly isUrgent: boolean;
};

/** A caller may wait for the task; past it, the task is nobody's. */
const READING = { name: 'lead', ms: 400 };

/** Returns whose a task is that code opens, and when it is due. The lead's broker has it. Never throws. */
export async function taskTerms(
  { leads, office }: TaskTermsParts,
  { contact, at, isUrgent }: TaskOccasion,
): Promise<Pick<Task, 'due_at' | 'assigned_to'>> {
  const read = async () => (contact ? leads.find(contact) : undefined);
  const [settings, lead] = await Promise.all([
    office.settings(),
    survive('task.lead-unread', inTime('dynamodb', READING, read())),
  ]);
  return { due_at: taskDueAt(settings, at, isUrgent), assigned_to: lead?.assigned_to };
}
