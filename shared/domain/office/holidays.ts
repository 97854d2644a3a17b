import { type Event, flags, HebrewCalendar } from '@hebcal/core';

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

const yearsOfHolidays = new Map<number, ReadonlyMap<string, Holiday>>();

/** Returns the holidays of a civil year by their days (`2027-04-21`), as Israel keeps them. */
export function holidaysOf(year: number): ReadonlyMap<string, Holiday> {
  const known = yearsOfHolidays.get(year);
  if (known) return known;
  const holidays = new Map<string, Holiday>();
  for (const event of HebrewCalendar.calendar({ year, isHebrewYear: false, il: true })) {
    const kind = kindOf(event);
    const day = dayOf(event);
    if (kind && holidays.get(day)?.kind !== 'closed') {
      holidays.set(day, { name: event.render('he-x-NoNikud'), kind });
    }
    if (EARLY_MODERN.has(event.getDesc()) && !holidays.has(dayBefore(event))) {
      holidays.set(dayBefore(event), { name: EVE_OF_REMEMBRANCE, kind: 'eve' });
    }
  }
  yearsOfHolidays.set(year, holidays);
  return holidays;
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
