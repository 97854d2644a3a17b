import { dayIn, daysAfter, months, toDay, weekdays } from './days.ts';
import { hourIn } from './hours.ts';

/** A day, `2026-11-25`, and a time of day, `10:00`, as far as they are known. */
export type Moment = { readonly day?: string | undefined; readonly hour?: string | undefined };

const WRITTEN = new RegExp(
  `(\\d{1,2}) ב(${months.join('|')}),? (\\d{4})(?:\\D{1,12}(\\d{1,2}:\\d{2}))?`,
);

const EVENING = /הערב|מוצ["״]?ש|מוצאי/;
const SOON =
  /(?<![א-ת])ב?עוד (?:(שעתיים)|(?:(\d{1,2}|שלוש|ארבע) שעות)|(שעה וחצי)|(חצי שעה)|(רבע שעה)|(שעה)|(?:(\d{1,2}|עשר|עשרים|ארבעים) דקות))(?![א-ת])/;
const SPOKEN_COUNTS: Readonly<Record<string, number>> = {
  שלוש: 3,
  ארבע: 4,
  עשר: 10,
  עשרים: 20,
  ארבעים: 40,
};
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/**
 * Returns the day and hour in a text that was said on the day `today`, after the question `asked`. An hour
 * counted from now needs `now`, like `11:35`.
 */
export function momentIn(text: string, today: string, asked: string, now?: string): Moment {
  const minutes = minutesAhead(text);
  if (minutes !== undefined && now) return momentAfter(minutes, today, now);
  const { day, rest } = dayIn(text, today, /יום|מתי/.test(asked));
  return { day, hour: hourIn(rest, /שעה|מתי/.test(asked), EVENING.test(text)) };
}

/** Returns how far ahead a moment is that was said from now on: "in half an hour". */
function minutesAhead(text: string): number | undefined {
  const said = SOON.exec(text);
  if (!said) return undefined;
  const [, two, hours, oneAndHalf, half, quarter, one, minutes] = said;
  const counted = (count: string) => SPOKEN_COUNTS[count] ?? Number(count);
  if (hours) return counted(hours) * HOUR_MINUTES;
  if (minutes) return counted(minutes);
  if (two) return 2 * HOUR_MINUTES;
  if (one) return HOUR_MINUTES;
  if (oneAndHalf) return 1.5 * HOUR_MINUTES;
  if (half) return HOUR_MINUTES / 2;
  return quarter ? HOUR_MINUTES / 4 : undefined;
}

function momentAfter(minutes: number, today: string, now: string): Moment {
  const [hour = 0, minute = 0] = now.split(':').map(Number);
  const at = hour * HOUR_MINUTES + minute + minutes;
  const day = daysAfter(new Date(`${today}T00:00Z`), Math.floor(at / DAY_MINUTES));
  const time = [Math.floor((at % DAY_MINUTES) / HOUR_MINUTES), at % HOUR_MINUTES];
  return { day, hour: time.map((number) => String(number).padStart(2, '0')).join(':') };
}

/** Reads a time as briefings write it: `23 בנובמבר 2026, 11:35`. */
export function writtenMoment(text: string): Moment | undefined {
  const written = WRITTEN.exec(text);
  if (!written) return undefined;
  const [, date, month = '', year, hour] = written;
  const day = toDay(Number(year), months.indexOf(month), Number(date));
  return { day, hour: hour?.padStart(5, '0') };
}

/** Returns the spoken form of a time, as far as it is known: `ביום רביעי, 25 בנובמבר, בשעה 10:00`. */
export function toSpokenMoment({ day, hour }: Moment): string {
  const date = day === undefined ? undefined : new Date(`${day}T00:00Z`);
  const said = [
    date &&
      `ביום ${weekdays[date.getUTCDay()]}, ${date.getUTCDate()} ב${months[date.getUTCMonth()]}`,
    hour && `בשעה ${hour.replace(/^0/, '')}`,
  ];
  return said.filter(Boolean).join(', ');
}
