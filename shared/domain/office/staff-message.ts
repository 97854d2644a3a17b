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

/** A message that was claimed: its words are those of the first claim. */
export type StaffMessageState = StaffMessage & {
  readonly state: 'sending' | 'sent' | 'delivered' | 'failed';
  readonly sid?: string | undefined;
  readonly failure?: string | undefined;
};
