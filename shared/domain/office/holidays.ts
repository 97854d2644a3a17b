import { type Event, flags, HDate, HebrewCalendar, months } from '@hebcal/core';
import { calendarDay } from './calendar-day.ts';
import { fromOfficeTime } from './office-day.ts';

/** A day on which offices in Israel close, or close early. */
export type Holiday = {
  /** The Hebrew name without points: `ערב פסח`. */
  readonly name: string;
  /** `closed` for the whole day; `eve` for a day that ends early, like a Friday. */
  readonly kind: 'closed' | 'eve';
};

/** Days of remembrance and independence, which bind every office; hebcal counts them among the modern ones. */
const CLOSED_MODERN = new Set(["Yom HaAtzma'ut"]);
const EARLY_MODERN = new Set(['Yom HaZikaron']);
/** Eves that hebcal names by the last day of a half-holiday. */
const EARLY_HALF_HOLIDAYS = new Set(["Pesach VI (CH''M)", 'Sukkot VII (Hoshana Raba)']);
/** The evening before the day of remembrance: places of leisure close by law, and offices follow. */
const EVE_OF_REMEMBRANCE = 'ערב יום הזיכרון';

/**
 * The days of each Hebrew month that are or may be among them. Reading a year takes 15 ms of a caller's time, and
 * other days need none. Independence moves within the first days of Iyyar.
 */
const CANDIDATES: Readonly<Record<number, readonly number[]>> = {
  [months.ELUL]: [29],
  [months.TISHREI]: [1, 2, 9, 10, 14, 15, 21, 22],
  [months.NISAN]: [14, 15, 20, 21],
  [months.IYYAR]: [1, 2, 3, 4, 5, 6],
  [months.SIVAN]: [5, 6],
};

const yearsOfHolidays = new Map<number, ReadonlyMap<string, Holiday>>();

/** Returns the holiday of a day (`2027-04-21`), as Israel keeps it. */
export function holidayOf(day: string): Holiday | undefined {
  const date = new HDate(calendarDay(fromOfficeTime(`${day}T12:00`) ?? 0));
  if (!CANDIDATES[date.getMonth()]?.includes(date.getDate())) return undefined;
  return holidaysOf(Number(day.slice(0, 4))).get(day);
}

/** Returns the holidays of a civil year by their days (`2027-04-21`), as Israel keeps them. */
export function holidaysOf(year: number): ReadonlyMap<string, Holiday> {
  const known = yearsOfHolidays.get(year);
  if (known) return known;
  const holidays = new Map<string, Holiday>();
  for (const event of HebrewCalendar.calendar({ year, isHebrewYear: false, il: true })) {
    const kind = kindOf(event);
    const day = dayOf(event);
    if (kind && holidays.get(day)?.kind !== 'closed') {
      holidays.set(day, { name: nameOf(event), kind });
    }
    if (EARLY_MODERN.has(event.getDesc()) && !holidays.has(dayBefore(event))) {
      holidays.set(dayBefore(event), { name: EVE_OF_REMEMBRANCE, kind: 'eve' });
    }
  }
  yearsOfHolidays.set(year, holidays);
  return holidays;
}

/** Returns the name without the Hebrew year, which hebcal adds to the first day of one. */
function nameOf(event: Event): string {
  return event.render('he-x-NoNikud').replace(/ \d+$/, '');
}

function kindOf(event: Event): Holiday['kind'] | undefined {
  const mask = event.getFlags();
  const name = event.getDesc();
  if (mask & flags.CHAG || CLOSED_MODERN.has(name)) return 'closed';
  if (EARLY_MODERN.has(name) || EARLY_HALF_HOLIDAYS.has(name)) return 'eve';
  // Candles are lit on the eves that matter; Erev Purim and the eve of a fast are ordinary days.
  return mask & flags.EREV && mask & flags.LIGHT_CANDLES ? 'eve' : undefined;
}

function dayOf(event: Event, daysBefore = 0): string {
  const day = event.getDate().subtract(daysBefore, 'days').greg();
  const [month, date] = [day.getMonth() + 1, day.getDate()].map((n) => String(n).padStart(2, '0'));
  return `${day.getFullYear()}-${month}-${date}`;
}

function dayBefore(event: Event): string {
  return dayOf(event, 1);
}
