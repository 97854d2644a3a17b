import { holidaysOf } from './holidays.ts';
import { fromOfficeTime, officeDay } from './office-day.ts';
import type { OpeningSettings } from './opening-hours.ts';

const DAY_MS = 24 * 3_600_000;
/** The longest time until a holiday comes again: a Hebrew leap year. */
const LONGEST_YEAR_MS = 385 * DAY_MS;
/** The days of one holiday, eve and end included, lie within so many days. */
const LONGEST_HOLIDAY_MS = 14 * DAY_MS;

/** Fewer letters, such as those of “day”, are a part of most names. */
const FEWEST_LETTERS = 3;

/** Other names of holidays, and those of the calendar. */
const ALIASES: Readonly<Record<string, string>> = {
  'יום הכיפורים': 'יום כיפור',
  'ליל הסדר': 'ערב פסח',
  'שביעי של פסח': 'פסח ז',
  'חג שני של פסח': 'פסח ז',
  'שמחת תורה': 'שמיני עצרת',
};

/** The part of the settings that names days. */
type OwnDates = Pick<OpeningSettings, 'own_dates'>;

/** A holiday or a day of the office's own: its date (`2027-10-11`) and its name. */
export type NamedDay = { readonly day: string; readonly name: string };

/** Returns the days of the next holiday or own day with a name; none for an unknown name. */
export function daysNamed(name: string, settings: OwnDates, now: number): NamedDay[] {
  const [alias] = Object.keys(ALIASES).filter((other) => letters(name).includes(letters(other)));
  const wanted = letters(alias ? (ALIASES[alias] ?? '') : name);
  if (wanted.length < FEWEST_LETTERS) return [];
  const found = namedDays(settings, now).filter((one) => letters(one.name).includes(wanted));
  const first = fromOfficeTime(`${found[0]?.day}T00:00`) ?? now;
  const last = officeDay(first + LONGEST_HOLIDAY_MS);
  return found.filter(({ day }) => day <= last);
}

/** Returns the holidays and the office's own days of the next year with a name, the next first. */
export function namedDays({ own_dates }: OwnDates, now: number): NamedDay[] {
  const [first, last] = [officeDay(now), officeDay(now + LONGEST_YEAR_MS)];
  const years = [...new Set([first, last].map((day) => Number(day.slice(0, 4))))];
  const holidays = years.flatMap((year) =>
    [...holidaysOf(year)].map(([day, { name }]) => ({ day, name })),
  );
  const own = own_dates.flatMap(({ day, name }) => (name ? [{ day, name }] : []));
  return [...holidays, ...own]
    .filter(({ day }) => day >= first && day <= last)
    .toSorted((one, other) => one.day.localeCompare(other.day));
}

/** Returns the letters that spellings of a name share: people write כפור and כיפור. */
function letters(name: string): string {
  return name
    .replace(/(?<![א-ת])[בל]?ה?חג(?:י)?(?![א-ת]) ?ה?/, '')
    .replace(/[^א-ת ]|[יו]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
