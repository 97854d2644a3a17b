import type { Channel } from './contact.ts';
import type { Telling, Told } from './telling.ts';

/** The kinds of what the office owes somebody. */
export const taskKinds = [
  'call_back',
  'message_left',
  'hand_over_missed',
  'viewing',
  'owner_lead',
  'chat_waits',
  'promise',
  'maintenance',
  'complaint',
  'cooperation',
  'other',
] as const;

export type TaskKind = (typeof taskKinds)[number];

/** The author of a deed where nobody knows which person of the office it was. */
export const OFFICE = 'office';

/** One row of `tasks`: what the office owes somebody, until a person marks it done. */
export type Task = {
  /** The deed that opened it: the tool use, the recording or the hand-over. It makes a repeated opening harmless. */
  readonly id: string;
  readonly kind: TaskKind;
  /** Absent for a caller who withheld their number. */
  readonly contact?: string | undefined;
  /** The number to call, E.164; absent where it is the contact's own. */
  readonly phone?: string | undefined;
  readonly name?: string | undefined;
  /** The matter in one Hebrew sentence. */
  readonly words?: string | undefined;
  /** The person of the office whom they asked for, as they said it. */
  readonly asked_for?: string | undefined;
  readonly listing_id?: string | undefined;
  readonly urgent?: boolean | undefined;
  /** The ids of further deeds of the same call that this task settles, too. */
  readonly joined?: readonly string[] | undefined;
  /** When the office should have acted. */
  readonly due_at: number;
  /** The id of the broker who has it; absent while it is nobody's. */
  readonly assigned_to?: string | undefined;
  readonly state: 'open' | 'done';
  readonly channel: Channel;
  /** The call or the message that it comes from. */
  readonly source_sid?: string | undefined;
  readonly created_at: number;
  readonly updated_at: number;
  readonly done_at?: number | undefined;
  /** The broker who did it; `office` for the command line, `silence` for a voicemail in which nothing was said. */
  readonly done_by?: string | undefined;
  /** Set where the invitation to the viewing tells the broker: a second message would say the same. */
  readonly told_by_invitation?: true | undefined;
  /** When the office is told next; absent when nobody needs to be told any more. */
  readonly tell_at?: number | undefined;
  /** The message that is being sent about it. */
  readonly telling?: Telling | undefined;
  /** Everybody who was told, the first one first. */
  readonly told?: readonly Told[] | undefined;
  /** When a person took it up, and the id of that broker, or `office`. */
  readonly taken_at?: number | undefined;
  readonly taken_by?: string | undefined;
};

/** Returns the id of the task of a call's hand-over that nobody took. */
export function handOverTaskId(callSid: string): string {
  return `${callSid}-hand-over`;
}
