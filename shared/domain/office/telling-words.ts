import { isCallable } from './contact.ts';
import { readableNumber } from './dictated-number.ts';
import { MAX_BLANK_CHARS, PART_MARK } from './staff-message.ts';
import type { Task, TaskKind } from './task.ts';

/** The longest matter of one task in a message: a phone shows it without scrolling. */
const MAX_MATTER_CHARS = 220;
/** The lengths of a matter beside others, from the best on. The last one is the shortest that says enough. */
const MATTER_CHARS = [MAX_MATTER_CHARS, 140, 90, 60];
/** The most tasks that one message names; the rest are counted. */
const MAX_NAMED = 8;

/** A message about tasks as a person reads it, and the tasks that its words name. */
export type ToldTasks = { readonly text: string; readonly named: readonly Task[] };

const titles: Readonly<Record<TaskKind, string>> = {
  call_back: 'לחזור ללקוח',
  message_left: 'הודעה קולית',
  hand_over_missed: 'העברה שלא נענתה',
  viewing: 'שינוי בביקור',
  owner_lead: 'בעל נכס חדש',
  chat_waits: 'לקוח מחכה בוואטסאפ',
  promise: 'הבטחה ללקוח',
  maintenance: 'תקלה',
  complaint: 'תלונה',
  cooperation: 'שיתוף פעולה',
  other: 'פנייה',
};

/** Returns one task as a person of the office reads it, in one line. */
export function taskInWords(task: Task, matterChars = MAX_MATTER_CHARS): string {
  const matter = task.words && oneLine(task.words, matterChars);
  return [taskHeading(task), matter].filter(Boolean).join(' · ');
}

/** Returns the kind of a task with the name and the number to call, without the matter. */
export function taskHeading(task: Task): string {
  const { kind, urgent, name } = task;
  const whom = [name, numberOf(task)].filter(Boolean).join(' ');
  const title = `${urgent ? 'דחוף: ' : ''}${titles[kind]}`;
  return [title, whom].filter(Boolean).join(' · ');
}

/**
 * Returns the message about tasks that are told together, the longest waiting first. It fits into the template: matters
 * are shortened, then fewer are named, and the rest are counted.
 */
export function tasksInWords(tasks: readonly Task[]): ToldTasks {
  const [only] = tasks;
  if (only && tasks.length === 1) return { text: taskInWords(only), named: tasks };
  for (let count = Math.min(tasks.length, MAX_NAMED); count > 1; count -= 1) {
    for (const matterChars of MATTER_CHARS) {
      const told = digest(tasks, count, matterChars);
      if (told.text.length <= MAX_BLANK_CHARS) return told;
    }
  }
  return digest(tasks, 1, MAX_MATTER_CHARS);
}

function digest(tasks: readonly Task[], count: number, matterChars: number): ToldTasks {
  const named = tasks.slice(0, count);
  const lines = named.map((task, at) => `${at + 1}. ${taskInWords(task, matterChars)}`);
  const rest = tasks.length - count;
  const more = rest > 0 ? [`ועוד ${rest}`] : [];
  return { text: [`${tasks.length} פניות מחכות`, ...lines, ...more].join(PART_MARK), named };
}

function numberOf({ phone, contact }: Task): string | undefined {
  const number = phone ?? contact;
  return number && isCallable(number) ? readableNumber(number) : undefined;
}

function oneLine(words: string, maxChars: number): string {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length > maxChars ? `${line.slice(0, maxChars).toWellFormed()}…` : line;
}
