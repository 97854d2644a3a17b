import { dayIn, months, toDay, weekdays } from './days.ts';
import { hourIn } from './hours.ts';

/** A day, `2026-11-25`, and a time of day, `10:00`, as far as they are known. */
export type Moment = { readonly day?: string | undefined; readonly hour?: string | undefined };

const WRITTEN = new RegExp(
  `(\\d{1,2}) ב(${months.join('|')}),? (\\d{4})(?:\\D{1,12}(\\d{1,2}:\\d{2}))?`,
);

/** Returns the day and hour in a text that was said on the day `today` after the question `asked`. */
export function momentIn(text: string, today: string, asked: string): Moment {
  const { day, rest } = dayIn(text, today, /יום|מתי/.test(asked));
  return { day, hour: hourIn(rest, /שעה|מתי/.test(asked)) };
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
