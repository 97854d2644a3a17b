import { faint, type Print } from '@agent-locator/command-line/terminal.ts';
import { moment, words } from '#commands/display-text.ts';
import { toTable } from '#commands/text-table.ts';
import { readableNumber } from '#shared/domain/office/dictated-number.ts';
import type { OpeningSettings } from '#shared/domain/office/opening-hours.ts';
import type { Task, TaskKind } from '#shared/domain/office/task.ts';
import { taskLateAt } from '#shared/domain/office/task-due.ts';
import type { RowNames } from './row-names.ts';
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

/** The moment at which tasks are shown, and the hours that say which are late by then. */
export type TaskClock = { readonly now: number; readonly settings: OpeningSettings };

/** Returns tasks in the order of work: the due ones first, of these the urgent ones, then by due time. */
export function inOrderOfWork(tasks: readonly Task[], now: number): Task[] {
  const rank = ({ due_at, urgent }: Task) => (due_at <= now ? 0 : 2) + (urgent ? 0 : 1);
  return tasks.toSorted((one, other) => rank(one) - rank(other) || one.due_at - other.due_at);
}

/** Prints open tasks, one a line. */
export function printTasks(
  print: Print,
  tasks: readonly Task[],
  { names, clock }: { readonly names: RowNames; readonly clock: TaskClock },
): void {
  const rows = tasks.map((task) => [
    shortId(task),
    task.urgent ? 'URGENT' : '',
    dueInWords(task, clock),
    kindInWords(task),
    numberOf(task),
    words(names.person(task.assigned_to)),
    [names.contact(task), task.asked_for && `(${task.asked_for})`, names.home(task), task.words]
      .map((text) => words(text))
      .filter(Boolean)
      .join(' · '),
  ]);
  for (const line of toTable(rows)) print(line);
  const late = tasks.filter((task) => isLate(task, clock)).length;
  print(faint(`${tasks.length} open tasks, ${late} late; npm run office -- done <id> ends one`));
}

/** Returns when a task is due, or since when it waits or is late. */
export function dueInWords(task: Task, clock: TaskClock): string {
  const { due_at: dueAt } = task;
  if (isLate(task, clock)) return `LATE, since ${moment(dueAt)}`;
  return `${dueAt <= clock.now ? 'now, since' : 'due'} ${moment(dueAt)}`;
}

function isLate(task: Task, { settings, now }: TaskClock): boolean {
  return taskLateAt(settings, task) <= now;
}

/** Returns the kind of a task as people read it. */
export function kindInWords({ kind }: Task): string {
  return KINDS[kind];
}

function numberOf({ phone, contact }: Task): string {
  const number = phone ?? contact;
  return number ? readableNumber(number) : 'withheld';
}
