import { isBeyondHorizon } from './booking-horizon.ts';
import { toOfficeTime } from './office-day.ts';
import { isOfficeOpen, type OpeningSettings } from './opening-hours.ts';
import { type QuietSettings, sendableBefore } from './quiet-times.ts';
import type { Way } from './telling.ts';

/** One row of `viewings`: the office shows a home to a contact. */
export type Viewing = {
  /** The home and the half hour of its beginning. Viewings of one home do not overlap, so no two share it. */
  readonly id: string;
  readonly contact: string;
  readonly listing_id: string;
  /** The broker who shows it; absent while nobody is known. */
  readonly broker_id?: string | undefined;
  readonly at: number;
  readonly status: 'booked' | 'cancelled' | 'done';
  readonly name?: string | undefined;
  /** The tool use that booked it: call, generation, turn, number. */
  readonly source_id: string;
  readonly created_at: number;
  /** Its id in calendars, from the first booking of a viewing that was moved; absent for its own. */
  readonly calendar_id?: string | undefined;
  /** The number of its moves, by which calendars tell a newer invitation. */
  readonly sequence?: number | undefined;
  /** Its beginning before its last move (epoch ms), which the broker is told to be void. */
  readonly moved_from?: number | undefined;
  /** The messages about its booking that were begun, by which its end is told to the same people. */
  readonly told?: readonly Heard[] | undefined;
  /** When the broker is told of it, or of its end; absent once they were. */
  readonly tell_at?: number | undefined;
};

/** A message about a viewing to a person of the office, in one way. */
export type Heard = { readonly broker: string; readonly way: Way };

/** The length of one viewing. */
export const VIEWING_MINUTES = 30;
/** The shortest notice: an agent of the office must read of the viewing and drive there. */
const NOTICE_MS = 30 * 60_000;
/** The most homes that one contact may have booked; beyond it a person of the office plans the round. */
export const MAX_VIEWINGS_AHEAD = 5;
/** The time from the reminder to the viewing: enough to cancel. */
const REMINDER_MS = 2 * 3_600_000;
/** The time between a reminder and a quiet time. Its retries take 42 minutes, and a schedule may be a minute late. */
export const REMINDER_MARGIN_MS = 45 * 60_000;

/** Returns the id of the viewing of a home in the half hour of a moment. */
export function viewingId(listingId: string, at: number): string {
  const time = toOfficeTime(at);
  const [hour, minute] = [time.slice(0, -2), Number(time.slice(-2))];
  return `${listingId}#${hour}${minute < VIEWING_MINUTES ? '00' : '30'}`;
}

/** Returns why no viewing is possible at a moment; undefined if one is. */
export function viewingRefusal(
  settings: OpeningSettings,
  at: number,
  now: number,
): 'past' | 'too_far' | 'closed' | undefined {
  if (at < now + NOTICE_MS) return 'past';
  if (isBeyondHorizon(at, now)) return 'too_far';
  return isOfficeOpen(settings, at, VIEWING_MINUTES) ? undefined : 'closed';
}

/**
 * Returns the schedule of a viewing's reminder, before a quiet time that it or its retries would fall into. Once that
 * moment has passed, the reminder itself leaves before the quiet time. Returns undefined if it cannot.
 */
export function viewingReminder(
  settings: QuietSettings,
  { id, at, source_id }: Viewing,
  now: number,
) {
  const wanted = at - REMINDER_MS;
  const withRetries = sendableBefore(settings, wanted, REMINDER_MARGIN_MS);
  const remindAt = withRetries > now ? withRetries : sendableBefore(settings, wanted);
  if (remindAt <= now) return undefined;
  return {
    name: viewingReminderName({ source_id }),
    at: remindAt,
    functionName: 'remind',
    input: { kind: 'viewing', viewingId: id, sourceId: source_id },
  };
}

/** Returns a viewing that goes on as the one it replaces: for one broker, a move is a newer invitation. */
export function movedOn(viewing: Viewing, replaced: readonly Viewing[]): Viewing {
  const old = replaced.find(({ broker_id }) => broker_id === viewing.broker_id);
  if (!old) return viewing;
  return {
    ...viewing,
    calendar_id: calendarIdOf(old),
    sequence: (old.sequence ?? 0) + 1,
    moved_from: old.at,
    told: old.told,
  };
}

/** Returns whether a viewing goes on as another one. */
export function isMoveOf(booked: Viewing, old: Viewing): boolean {
  return booked.calendar_id !== undefined && booked.calendar_id === calendarIdOf(old);
}

/** Returns the id of a viewing in calendars: it stays when the viewing is moved. */
export function calendarIdOf({ calendar_id, source_id }: Viewing): string {
  return calendar_id ?? source_id;
}

/** Returns the name of a viewing's reminder schedule, by which it can be cancelled. */
export function viewingReminderName({ source_id }: Pick<Viewing, 'source_id'>): string {
  return `remind-${source_id}`;
}
