import { minuteOf } from './day-minutes.ts';
import { holidaysOf } from './holidays.ts';
import { officeDay, toOfficeTime } from './office-day.ts';
import type { DayHours, OfficeSettings, Weekday } from './office-settings.ts';
import { type RestSettings, type RestTime, restAt } from './rest-time.ts';

/** The part of the settings that says when the office is open. */
export type OpeningSettings = RestSettings &
  Pick<OfficeSettings, 'hours' | 'eve_hours' | 'keeps_holidays' | 'own_dates'>;

/** The hours of one day, and the holiday or own date that changes them. */
export type DayPlan = { readonly hours: DayHours; readonly name?: string | undefined };

const weekdayInIsrael = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Asia/Jerusalem',
  weekday: 'long',
});
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
/** Further ahead no opening is looked for: an office that is closed for longer has other settings to mend. */
const SEARCHED_DAYS = 30;

/** Returns the hours of the day of a moment (epoch ms). An own date goes before a holiday, a holiday before the week. */
export function dayPlan(settings: OpeningSettings, at: number): DayPlan {
  const day = officeDay(at);
  const own = settings.own_dates.find((date) => date.day === day);
  if (own) return { hours: own.hours, name: own.name };
  const usual = settings.hours[weekdayOf(at)];
  const holiday = settings.keeps_holidays
    ? holidaysOf(Number(day.slice(0, 4))).get(day)
    : undefined;
  if (!holiday) return { hours: usual };
  const hours = holiday.kind === 'closed' || usual === null ? null : earlier(usual, settings);
  return { hours, name: holiday.name };
}

/** Returns whether the office is open from a moment (epoch ms) on, for a number of minutes. It rests on Shabbat, whatever its hours say. */
export function isOfficeOpen(settings: OpeningSettings, at: number, lastsMinutes = 0): boolean {
  const { hours } = dayPlan(settings, at);
  if (!hours) return false;
  const startsAt = minuteOf(timeOf(at));
  const [opensAt, closesAt] = [minuteOf(hours.from), minuteOf(hours.to)];
  const isWithin =
    startsAt >= opensAt && startsAt < closesAt && startsAt + lastsMinutes <= closesAt;
  if (!isWithin || restOf(settings, at)) return false;
  return lastsMinutes === 0 || !restOf(settings, at + lastsMinutes * MINUTE_MS - 1);
}

/** Returns whether a caller is connected to a person of the office at a moment (epoch ms). */
export function isHandOverTime(
  settings: OpeningSettings & Pick<OfficeSettings, 'hands_over_when_closed'>,
  at: number,
): boolean {
  return isOfficeOpen(settings, at) || (settings.hands_over_when_closed && !restOf(settings, at));
}

/** Returns the first moment from one on (epoch ms) at which the office is open; undefined beyond thirty days. */
export function nextOpening(settings: OpeningSettings, at: number): number | undefined {
  if (isOfficeOpen(settings, at)) return at;
  for (let ahead = 0; ahead <= SEARCHED_DAYS; ahead += 1) {
    const opens = openingOf(settings, at + ahead * DAY_MS);
    if (opens !== undefined && opens >= at) return opens;
  }
  return undefined;
}

/** Returns the moment at which the office opens on the day of a moment; undefined if it stays closed. */
function openingOf(settings: OpeningSettings, at: number): number | undefined {
  const { hours } = dayPlan(settings, at);
  if (!hours) return undefined;
  const minutes = minuteOf(hours.from) - minuteOf(timeOf(at));
  const early = at - (at % MINUTE_MS) + minutes * MINUTE_MS;
  // The clock changes at two in the night; one more step puts the hour right.
  const opens = early + (minuteOf(hours.from) - minuteOf(timeOf(early))) * MINUTE_MS;
  const rest = restOf(settings, opens);
  if (!rest) return opens;
  return isOfficeOpen(settings, rest.until) && officeDay(rest.until) === officeDay(opens)
    ? rest.until
    : undefined;
}

/** Returns the rest that a moment is in; that of a holiday only where the office keeps it. */
function restOf(settings: OpeningSettings, at: number): RestTime | undefined {
  const isShabbat = /^(?:friday|saturday)$/.test(weekdayOf(at));
  return settings.keeps_holidays || isShabbat ? restAt(settings, at) : undefined;
}

/** Returns the hours of an eve: no longer than usual. */
function earlier(usual: NonNullable<DayHours>, { eve_hours: eve }: OpeningSettings): DayHours {
  if (!eve) return null;
  return { from: later(usual.from, eve.from), to: usual.to < eve.to ? usual.to : eve.to };
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

function weekdayOf(at: number): Weekday {
  return weekdayInIsrael.format(at).toLowerCase() as Weekday;
}

function timeOf(at: number): string {
  return toOfficeTime(at).slice('2026-11-23T'.length);
}
