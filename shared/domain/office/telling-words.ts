import { isCallable } from './contact.ts';
import { readableNumber } from './dictated-number.ts';
import { PART_MARK } from './staff-message.ts';
import type { Task, TaskKind } from './task.ts';

/** The longest matter of one task in a message: a phone shows it without scrolling. */
const MAX_MATTER_CHARS = 220;
/** The most tasks that one message names; the rest are counted. */
const MAX_NAMED = 8;

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
export function taskInWords(task: Task): string {
  const matter = task.words && oneLine(task.words);
  return [taskHeading(task), matter].filter(Boolean).join(' · ');
}

/** Returns the kind of a task with the name and the number to call, without the matter. */
export function taskHeading(task: Task): string {
  const { kind, urgent, name } = task;
  const whom = [name, numberOf(task)].filter(Boolean).join(' ');
  const title = `${urgent ? 'דחוף: ' : ''}${titles[kind]}`;
  return [title, whom].filter(Boolean).join(' · ');
}

/** Returns the message about tasks that are told together, the longest waiting first. */
export function tasksInWords(tasks: readonly Task[]): string {
  const [only] = tasks;
  if (only && tasks.length === 1) return taskInWords(only);
  const named = tasks.slice(0, MAX_NAMED).map((task, at) => `${at + 1}. ${taskInWords(task)}`);
  const rest = tasks.length - named.length;
  const more = rest > 0 ? [`ועוד ${rest}`] : [];
  return [`${tasks.length} פניות מחכות`, ...named, ...more].join(PART_MARK);
}

function numberOf({ phone, contact }: Task): string | undefined {
  const number = phone ?? contact;
  return number && isCallable(number) ? readableNumber(number) : undefined;
}

function oneLine(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length > MAX_MATTER_CHARS
    ? `${line.slice(0, MAX_MATTER_CHARS).toWellFormed()}…`
    : line;
}
