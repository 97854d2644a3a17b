import { mapInBatches } from '#shared/batches.ts';
import { HORIZON_DAYS } from '#shared/domain/office/booking-horizon.ts';
import type { CalendarViewing } from '#shared/domain/office/calendar-viewing.ts';
import { fromOfficeTime, officeDay } from '#shared/domain/office/office-day.ts';
import { calendarIdOf, type Viewing } from '#shared/domain/office/viewing.ts';
import { type DayViewingsParts, viewingsOfDays } from '#shared/office/day-viewings.ts';
import { type CalendarViewingParts, calendarViewing } from './calendar-viewing.ts';

/** The stores that a person's calendar is read from. */
export type BrokerCalendarParts = DayViewingsParts & CalendarViewingParts;

const DAY_MS = 24 * 3_600_000;
/** A calendar keeps the week that is over: a broker looks up whom they met. */
const DAYS_BACK = 7;
const READ_AT_ONCE = 20;

/**
 * Returns the viewings of a person, the soonest first: those of the last week, and all ahead. A viewing that was moved
 * is one; cancelled ones stay, so that calendars show their end.
 * @throws VendorFailed
 */
export async function brokerCalendar(
  parts: BrokerCalendarParts,
  brokerId: string,
  now: number,
): Promise<CalendarViewing[]> {
  const isTheirs = ({ broker_id }: { readonly broker_id?: string | undefined }) =>
    broker_id === brokerId;
  const found = await viewingsOfDays(parts, daysAround(now), isTheirs);
  const standing = latestOfEach(found.filter(isTheirs));
  return mapInBatches(standing, READ_AT_ONCE, (viewing) => calendarViewing(parts, viewing));
}

/** Returns the days of the calendar. The clock changes at night, so a day from noon on it is noon, or close to it. */
function daysAround(now: number): string[] {
  const count = DAYS_BACK + HORIZON_DAYS + 1;
  const noon = fromOfficeTime(`${officeDay(now)}T12:00`) ?? now;
  return Array.from({ length: count }, (_, index) =>
    officeDay(noon + (index - DAYS_BACK) * DAY_MS),
  );
}

/** Returns the viewings without those that go on as another one. */
function latestOfEach(viewings: readonly Viewing[]): Viewing[] {
  const byCalendarId = Map.groupBy(viewings, calendarIdOf);
  return [...byCalendarId.values()].flatMap(
    (same) => same.toSorted((one, other) => rankOf(other) - rankOf(one))[0] ?? [],
  );
}

/** Returns a higher number for a booked viewing, and for a later move. */
function rankOf({ status, sequence = 0 }: Viewing): number {
  return sequence + (status === 'cancelled' ? 0 : 0.5);
}
