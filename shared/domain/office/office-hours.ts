import { toOfficeTime } from './office-day.ts';

const weekdayInIsrael = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Asia/Jerusalem',
  weekday: 'short',
});

/** From Sunday to Thursday the office shows homes until the evening, when people are back from work. */
export const WEEKDAY_HOURS = { from: 9, to: 19 } as const;
/** On Friday the office closes well before Shabbat, which begins at a quarter past four in December. */
export const FRIDAY_HOURS = { from: 9, to: 13 } as const;

/** Returns whether the office is open from a moment on, for a number of minutes. Holidays are not known here. */
export function isOfficeOpen(at: number, lastsMinutes = 0): boolean {
  const hours = hoursOf(weekdayInIsrael.format(at));
  if (!hours) return false;
  const [hour = 0, minute = 0] = toOfficeTime(at)
    .slice('2026-11-23T'.length)
    .split(':')
    .map(Number);
  const startsAt = hour * 60 + minute;
  const closesAt = hours.to * 60;
  return startsAt >= hours.from * 60 && startsAt < closesAt && startsAt + lastsMinutes <= closesAt;
}

function hoursOf(weekday: string): { readonly from: number; readonly to: number } | undefined {
  if (weekday === 'Sat') return undefined;
  return weekday === 'Fri' ? FRIDAY_HOURS : WEEKDAY_HOURS;
}
