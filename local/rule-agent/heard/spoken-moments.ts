import { correctedParts } from './corrections.ts';
import { dayIn, daysAfter, months, toDay, weekdays } from './days.ts';
import { phoneIn } from './dictated-phone.ts';
import { hourIn } from './hours.ts';

/** A day, `2026-11-25`, and a time of day, `10:00`, as far as they are known. */
export type Moment = { readonly day?: string | undefined; readonly hour?: string | undefined };

const WRITTEN = new RegExp(
  `(\\d{1,2}) ב(${months.join('|')}),? (\\d{4})(?:\\D{1,12}(\\d{1,2}:\\d{2}))?`,
);

const EVENING = /הערב|מוצ["״]?ש|מוצאי/;
const SPOKEN_HOURS = words('שלוש ארבע חמש שש שבע שמונה', 3);
const SPOKEN_MINUTES: Readonly<Record<string, number>> = {
  חמש: 5,
  עשר: 10,
  רבע: 15,
  'חמש עשרה': 15,
  עשרים: 20,
  'עשרים וחמש': 25,
  שלושים: 30,
  ארבעים: 40,
  'ארבעים וחמש': 45,
  חמישים: 50,
};
const SOON = new RegExp(
  [
    '(?<![א-ת])ב?עוד (?:',
    `(?<hours>שעתיים|שעה|(?:\\d{1,2}|${keys(SPOKEN_HOURS)}) שעות)(?<part> וחצי| ורבע)?`,
    '|(?<half>חצי שעה)|(?<quarter>רבע שעה)',
    `|(?<minutes>\\d{1,2}|${keys(SPOKEN_MINUTES)}) דקות`,
    ')(?![א-ת])',
  ].join(''),
);
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/**
 * Returns the day and hour in a text that was said on the day `today`, after the question `asked`. An hour
 * counted from now needs `now`, like `11:35`.
 */
export function momentIn(text: string, today: string, asked: string, now?: string): Moment {
  const minutes = minutesAhead(text);
  if (minutes !== undefined && now) return momentAfter(minutes, today, now);
  let moment: Moment = {};
  // The digits of a phone number are not hours.
  if (phoneIn(text)) return moment;
  for (const part of correctedParts(text)) {
    const { day, rest } = dayIn(part, today, /יום|מתי/.test(asked));
    const hour = hourIn(rest, /שעה|מתי/.test(asked), EVENING.test(text));
    moment = { day: day ?? moment.day, hour: hour ?? moment.hour };
  }
  return moment;
}

/** Returns how far ahead a moment is that was said from now on: "in half an hour". */
function minutesAhead(text: string): number | undefined {
  const { hours, part, half, quarter, minutes } = SOON.exec(text)?.groups ?? {};
  if (half) return HOUR_MINUTES / 2;
  if (quarter) return HOUR_MINUTES / 4;
  if (minutes) return SPOKEN_MINUTES[minutes] ?? Number(minutes);
  if (!hours) return undefined;
  const more = part === ' וחצי' ? 1 / 2 : part === ' ורבע' ? 1 / 4 : 0;
  return (hoursCounted(hours) + more) * HOUR_MINUTES;
}

function hoursCounted(said: string): number {
  if (said === 'שעה') return 1;
  if (said === 'שעתיים') return 2;
  const count = said.replace(/ שעות$/, '');
  return SPOKEN_HOURS[count] ?? Number(count);
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

/** Numbers the words of a text, from the number of the first one on. */
function words(text: string, first: number): Readonly<Record<string, number>> {
  return Object.fromEntries(text.split(' ').map((word, at) => [word, first + at]));
}

/** Returns the words as alternatives of an expression, the longest first. */
function keys(numbers: Readonly<Record<string, number>>): string {
  return Object.keys(numbers)
    .toSorted((a, b) => b.length - a.length)
    .join('|');
}
