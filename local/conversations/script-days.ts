import { officeDay } from '#shared/domain/office/office-day.ts';

const DAY_MS = 86_400_000;
const WEEKDAYS = ['ראשון', 'שני', 'שלישי', 'רביעי', 'חמישי', 'שישי', 'שבת'];
const [THURSDAY, SATURDAY] = [4, 6];

const clockInIsrael = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Jerusalem',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** The days that a script may name, as days from today. */
const daysFromToday: Readonly<Record<string, (weekday: number) => number>> = {
  today: () => 0,
  tomorrow: () => 1,
  next_workday: (weekday) => untilWorkday(weekday, 1),
  second_workday: (weekday) => untilWorkday(weekday, untilWorkday(weekday, 1) + 1),
  saturday: (weekday) => SATURDAY - weekday || 7,
};

/** The names of those days. */
export const dayNames = Object.keys(daysFromToday);

/** Matches a day's name in the text of a script. */
export const placeholders = /\{([^{}]*)\}/g;

/** Replaces the day names in a text by their weekdays in Hebrew. */
export function inHebrew(text: string, now: number): string {
  return text.replaceAll(
    placeholders,
    (_, name: string) => WEEKDAYS[weekdayOf(dayOf(name, now))] ?? '',
  );
}

/** Returns the epoch milliseconds of a text like `{next_workday} 10:00`; undefined for any other text. */
export function toMoment(text: string, now: number): number | undefined {
  const [, name = '', time] = /^\{([a-z_]+)\} ((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text) ?? [];
  if (!time || !dayNames.includes(name)) return undefined;
  const asIfUtc = Date.parse(`${dayOf(name, now)}T${time}:00Z`);
  // The offset of that day, not of today: summer time may begin in between.
  const offsetMs = offsetInIsraelMs(asIfUtc);
  return asIfUtc - offsetInIsraelMs(asIfUtc - offsetMs);
}

/** Returns the date, like `2026-11-23`, that a name means today in Israel. */
function dayOf(name: string, now: number): string {
  const today = officeDay(now);
  const days = daysFromToday[name]?.(weekdayOf(today)) ?? 0;
  return new Date(Date.parse(`${today}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

function untilWorkday(weekday: number, atLeast: number): number {
  let days = atLeast;
  while ((weekday + days) % 7 > THURSDAY) days += 1;
  return days;
}

function offsetInIsraelMs(at: number): number {
  const parts = Object.fromEntries(
    clockInIsrael.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000;
}
