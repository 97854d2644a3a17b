import { faint, type Print } from '@agent-locator/command-line/terminal.ts';
import { moment, words } from '#commands/display-text.ts';
import { toTable } from '#commands/text-table.ts';
import { readableNumber } from '#shared/domain/office/dictated-number.ts';
import type { Task, TaskKind } from '#shared/domain/office/task.ts';
import { shortId } from './task-id.ts';

/** The kinds of tasks, as people read them. */
const KINDS: Readonly<Record<TaskKind, string>> = {
  call_back: 'call back',
  message_left: 'voicemail',
  hand_over_missed: 'missed hand-over',
  viewing: 'viewing',
  owner_lead: 'owner',
  chat_waits: 'chat waits',
  promise: 'promise',
  maintenance: 'maintenance',
  complaint: 'complaint',
  cooperation: 'cooperation',
  other: 'other',
};

/** Returns tasks in the order of work: late ones first, of these the urgent ones, then by due time. */
export function byLateness(tasks: readonly Task[], now: number): Task[] {
  const rank = ({ due_at, urgent }: Task) => (due_at <= now ? 0 : 2) + (urgent ? 0 : 1);
  return tasks.toSorted((one, other) => rank(one) - rank(other) || one.due_at - other.due_at);
}

/** Prints open tasks, one a line. */
export function printTasks(print: Print, tasks: readonly Task[], now: number): void {
  const rows = tasks.map((task) => [
    shortId(task),
    task.urgent ? 'URGENT' : '',
    dueInWords(task, now),
    kindInWords(task),
    numberOf(task),
    task.assigned_to ?? '',
    [task.name, task.asked_for && `(${task.asked_for})`, task.words]
      .map((text) => words(text))
      .filter(Boolean)
      .join(' · '),
  ]);
  for (const line of toTable(rows)) print(line);
  const late = tasks.filter(({ due_at }) => due_at <= now).length;
  print(faint(`${tasks.length} open tasks, ${late} late; npm run office -- done <id> ends one`));
}

/** Returns when a task is due, or since when it is late. */
export function dueInWords({ due_at }: Task, now: number): string {
  return `${due_at <= now ? 'LATE, since' : 'due'} ${moment(due_at)}`;
}

/** Returns the kind of a task as people read it. */
export function kindInWords({ kind }: Task): string {
  return KINDS[kind];
}

function numberOf({ phone, contact }: Task): string {
  const number = phone ?? contact;
  return number ? readableNumber(number) : 'withheld';
}
