import { toOfficeTime } from './office-day.ts';
import { isOfficeOpen } from './office-hours.ts';

/** One row of `viewings`: somebody of the office shows a home to a contact. */
export type Viewing = {
  /** The home and its half hour, the natural key: two people cannot have it. */
  readonly id: string;
  readonly contact: string;
  readonly listing_id: string;
  readonly at: number;
  readonly status: 'booked' | 'cancelled' | 'done';
  readonly name?: string | undefined;
  /** The use of a tool that booked it: call, generation, turn, number. */
  readonly source_id: string;
  readonly created_at: number;
};

/** How long a home is shown to one person. */
export const VIEWING_MINUTES = 30;
/** Somebody must read of it and drive there. */
const NOTICE_MS = 30 * 60_000;
/** Further ahead nobody plans, and a wrong year is a slip of a model. */
const HORIZON_MS = 60 * 24 * 3_600_000;
/** How many homes one contact may have appointments for: past it a person of the office had better plan the round. */
export const MAX_VIEWINGS_AHEAD = 5;
/** How long before a viewing people are reminded: early enough to call it off. */
const REMINDER_MS = 2 * 3_600_000;

/** Names the viewing of a home by its half hour. */
export function viewingId(listingId: string, at: number): string {
  const time = toOfficeTime(at);
  const [hour, minute] = [time.slice(0, -2), Number(time.slice(-2))];
  return `${listingId}#${hour}${minute < VIEWING_MINUTES ? '00' : '30'}`;
}

/** Says why no viewing can be at a moment; undefined where one can. */
export function viewingRefusal(at: number, now: number): 'past' | 'too_far' | 'closed' | undefined {
  if (at < now + NOTICE_MS) return 'past';
  if (at > now + HORIZON_MS) return 'too_far';
  return isOfficeOpen(at, VIEWING_MINUTES) ? undefined : 'closed';
}

/** The schedule on which people are reminded of a viewing; undefined where it is too soon for that. */
export function viewingReminder({ id, at, source_id }: Viewing, now: number) {
  if (at - REMINDER_MS <= now) return undefined;
  return {
    name: viewingReminderName({ source_id }),
    at: at - REMINDER_MS,
    functionName: 'remind',
    input: { kind: 'viewing', viewingId: id, sourceId: source_id },
  };
}

/** Names the schedule of a viewing's reminder, so that it can be taken back. */
export function viewingReminderName({ source_id }: Pick<Viewing, 'source_id'>): string {
  return `remind-${source_id}`;
}
