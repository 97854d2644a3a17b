import { minuteOf } from './day-minutes.ts';
import { type Holiday, holidayOf } from './holidays.ts';
import { fromOfficeTime, officeDay, toOfficeTime } from './office-day.ts';
import type { DayHours, DaySpan, OfficeSettings, Weekday } from './office-settings.ts';
import { type RestSettings, type RestTime, restAt } from './rest-time.ts';

/** The part of the settings that says when the office is open. */
export type OpeningSettings = RestSettings &
  Pick<OfficeSettings, 'hours' | 'eve_hours' | 'keeps_holidays' | 'own_dates'>;

/** The hours of one day, and the holiday, the own date or the Shabbat that changes them. */
export type DayPlan = { readonly hours: DayHours; readonly name?: string | undefined };

const weekdayInIsrael = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Asia/Jerusalem',
  weekday: 'long',
});
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Further ahead no opening is looked for: an office that is closed for longer has other settings to mend. */
const SEARCHED_DAYS = 30;
const SHABBAT = 'שבת';

/**
 * Returns the hours of the day of a moment (epoch ms). An own date goes before a holiday, a holiday before the week.
 * A rest that the office keeps goes before them all.
 */
export function dayPlan(settings: OpeningSettings, at: number): DayPlan {
  const day = officeDay(at);
  const holiday = settings.keeps_holidays ? holidayOf(day) : undefined;
  const own = settings.own_dates.find((date) => date.day === day);
  const wanted = own
    ? { hours: own.hours, name: own.name }
    : usualPlan(settings, settings.hours[weekdayOf(at)], holiday);
  const rest = wanted.hours && restOfDay(settings, day);
  const isShorter = rest && rest.from < wanted.hours.to && rest.to > wanted.hours.from;
  if (!isShorter) return wanted;
  return { hours: hoursOutside(wanted.hours, rest), name: holiday?.name ?? SHABBAT };
}

/** Returns the name of a day: an own date, Shabbat or a holiday. A holiday has it although the office is open. */
export function dayName(settings: OpeningSettings, at: number): string | undefined {
  return dayPlan(settings, at).name ?? holidayOf(officeDay(at))?.name;
}

function usualPlan(settings: OpeningSettings, usual: DayHours, holiday?: Holiday): DayPlan {
  if (!holiday) return { hours: usual };
  const hours = holiday.kind === 'closed' || usual === null ? null : earlier(usual, settings);
  return { hours, name: holiday.name };
}

/** Returns the part of a day that the office rests: until the stars, or from the candles. */
function restOfDay(settings: OpeningSettings, day: string): DaySpan | undefined {
  const rest = ['12:00', '23:59']
    .map((time) => restOf(settings, fromOfficeTime(`${day}T${time}`) ?? 0))
    .find(Boolean);
  return (
    rest && {
      from: officeDay(rest.from) < day ? '00:00' : timeOf(rest.from),
      to: officeDay(rest.until) > day ? '24:00' : timeOf(rest.until),
    }
  );
}

function hoursOutside({ from, to }: DaySpan, rest: DaySpan): DayHours {
  if (rest.from > from) return { from, to: rest.from };
  return rest.to < to ? { from: rest.to, to } : null;
}

/** Returns whether the office is open from a moment (epoch ms) on, for a number of minutes. It rests on Shabbat, whatever its hours say. */
export function isOfficeOpen(settings: OpeningSettings, at: number, lastsMinutes = 0): boolean {
  const { hours } = dayPlan(settings, at);
  if (!hours) return false;
  const startsAt = minuteOf(timeOf(at));
  const [opensAt, closesAt] = [minuteOf(hours.from), minuteOf(hours.to)];
  return startsAt >= opensAt && startsAt < closesAt && startsAt + lastsMinutes <= closesAt;
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

/** Returns the moment that lies some minutes of opening time after one (epoch ms); undefined beyond thirty days. */
export function afterOpenMinutes(
  settings: OpeningSettings,
  at: number,
  minutes: number,
): number | undefined {
  let [moment, left] = [at, minutes * MINUTE_MS];
  for (let days = 0; days <= SEARCHED_DAYS; days += 1) {
    const opens = nextOpening(settings, moment);
    if (opens === undefined) return undefined;
    const closes = closingOf(settings, opens);
    if (opens + left <= closes) return opens + left;
    left -= closes - opens;
    moment = closes;
  }
  return undefined;
}

/** Returns the moment at which an open office closes: a rest that it keeps ends its day. */
function closingOf(settings: OpeningSettings, at: number): number {
  const { hours } = dayPlan(settings, at);
  const minutes = hours ? minuteOf(hours.to) - minuteOf(timeOf(at)) : 0;
  const closes = at - (at % MINUTE_MS) + minutes * MINUTE_MS;
  const rest = restOf(settings, closes);
  return rest && rest.from > at ? Math.min(rest.from, closes) : closes;
}

/** Returns the moment at which the office opens on the day of a moment; undefined if it stays closed. */
function openingOf(settings: OpeningSettings, at: number): number | undefined {
  const { hours } = dayPlan(settings, at);
  if (!hours) return undefined;
  const minutes = minuteOf(hours.from) - minuteOf(timeOf(at));
  const early = at - (at % MINUTE_MS) + minutes * MINUTE_MS;
  // The clock changes at two in the night; one more step puts the hour right.
  return early + (minuteOf(hours.from) - minuteOf(timeOf(early))) * MINUTE_MS;
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
