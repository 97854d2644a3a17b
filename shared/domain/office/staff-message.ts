import { readableNumber } from './dictated-number.ts';
import type { Way } from './telling.ts';

/** One row of `tellings`: a message to a person of the office about tasks, or about a viewing. */
export type StaffMessage = {
  /** The idempotency key: the id of the telling. */
  readonly id: string;
  readonly broker_id: string;
  readonly way: Way;
  /** The phone in E.164, or the e-mail address. */
  readonly to: string;
  /** The ids of the tasks that it is about. */
  readonly tasks: readonly string[];
  /** The id of the alert that it asks about; absent for a message about anything else. */
  readonly alert?: string | undefined;
  /** The id of the viewing that it is about. */
  readonly viewing_id?: string | undefined;
  /** The message as the person reads it; its first line is the subject of a mail. */
  readonly text: string;
  /** When sending was first tried. */
  readonly at: number;
};

/** The place of a task whose contact was erased: the numbers of the others stay. */
export const ERASED_TASK = 'erased';

/** The tasks of a contact, and all addresses under which messages may name them. */
export type NamedContact = {
  readonly taskIds: readonly string[];
  readonly addresses: readonly string[];
};

/** The limit of one variable of a template: a filled template holds 1,024 characters. */
export const MAX_BLANK_CHARS = 700;

/** Between the parts of a message that is about several matters. */
export const PART_MARK = ' | ';

/** Returns whether a message is about a contact: about one of their tasks, or with their number in its words. */
export function isAbout({ tasks, text }: StaffMessage, contact: NamedContact): boolean {
  return tasks.some((id) => contact.taskIds.includes(id)) || isNamedIn(text, contact);
}

/** Returns the words of a message that are about a contact, without those about others. */
export function wordsAbout({ text }: StaffMessage, contact: NamedContact): string {
  const parts = text.split(PART_MARK);
  const theirs = parts.length === 1 ? parts : parts.filter((part) => isNamedIn(part, contact));
  return theirs.join(PART_MARK);
}

function isNamedIn(text: string, { addresses }: NamedContact): boolean {
  return addresses.some((one) => text.includes(one) || text.includes(readableNumber(one)));
}

/** A message that was claimed: its words are those of the first claim. */
export type StaffMessageState = StaffMessage & {
  readonly state: 'sending' | 'sent' | 'delivered' | 'failed';
  readonly sid?: string | undefined;
  readonly failure?: string | undefined;
};
