import { daysNamed } from '#shared/domain/office/named-days.ts';

/** The weekdays, Sunday first, and the months, as they are spoken. */
export const weekdays = 'ראשון שני שלישי רביעי חמישי שישי שבת'.split(' ');
/** The months as callers say them, from January on. */
export const months =
  'ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר'.split(' ');

const DAY_MS = 86_400_000;
const NO_OWN_DATES = { own_dates: [] };
const ONES = 'אחד שניים שלושה ארבעה חמישה שישה שבעה שמונה תשעה'.split(' ');
const DATES = [
  ...ONES,
  'עשרה',
  ...ONES.map((one) => `${one === 'שניים' ? 'שנים' : one} עשר`),
  'עשרים',
  ...ONES.map((one) => `עשרים ו${one}`),
  'שלושים',
  'שלושים ואחד',
];

const ORDINALS = 'ראשון שני שלישי רביעי חמישי שישי שביעי שמיני תשיעי עשירי'.split(' ');
/** The letters of the weekdays: `יום ו'`. */
const LETTERS = 'אבגדהוש';
const COUNTS = 'שלושה ארבעה חמישה שישה שבעה שמונה תשעה עשרה'.split(' ');
const FEWEST_COUNTED = 3;
const WEEK_DAYS = 7;
const SATURDAY = 6;

const START = '(?<![א-ת\\d])';
const END = '(?![א-ת\\d])';
const DATE = `(\\d{1,2}|${[...DATES.toReversed(), ...ORDINALS].join('|')})`;
const COUNT = `(\\d{1,2}|${COUNTS.join('|')})`;
const WEEKDAY = `(${weekdays.join('|')})${END}(?! לציון)`;
/** A year, in digits or as it is said: "two thousand twenty seven". */
const YEAR = `(?:,? (?:ב?שנת )?ב?-?(20\\d{2}|אלפיים (?:ו?עשרים ו(?:${ONES.join('|')}|שתיים|שלוש|ארבע|חמש|שש|שבע|תשע)|ו?שלושים))${END})?`;
const NAMED = new RegExp(`${START}(?:[בל]?יום |ב)${WEEKDAY}`);
const LETTERED = new RegExp(`${START}[בל]?יום ([${LETTERS}])['׳’]`);
const BARE = new RegExp(`${START}${WEEKDAY}`);
/** The names of the holidays on which offices close, as callers say them. */
const HOLIDAY =
  /(?:ערב )?(?:ראש ה?שנה|(?:יום ה?)?כי?פור(?:ים)?(?![א-ת])|ליל ה?סדר|סוכות|שמחת תורה|שמיני עצרת|חג ה?שבועות|(?:שביעי של )?פסח|יום ה?עצמאות|יום ה?זי?כרון)|ערב שבועות/;
const NEXT_WEEK = /שבוע הבא/;

/** Expressions for a day, and the date of each as seen from today. */
const WAYS: readonly [RegExp, (said: RegExpExecArray, today: Date) => string | undefined][] = [
  [word('ב?עוד שבועיים'), (_, today) => daysAfter(today, 2 * WEEK_DAYS)],
  [word('ב?עוד שבוע'), (_, today) => daysAfter(today, WEEK_DAYS)],
  [
    new RegExp(`${START}ב?עוד ${COUNT} (ימים|שבועות)${END}`),
    ([, count, unit], today) =>
      daysAfter(today, toCount(count) * (unit === 'ימים' ? 1 : WEEK_DAYS)),
  ],
  [word('אחרי ה?שבת'), (_, today) => daysAfter(today, daysToSaturday(today) + 1)],
  [word('ב?מוצ["״]?ש|ב?מוצאי ה?שבת'), (_, today) => daysAfter(today, daysToSaturday(today))],
  [word('מחרתיים|ב?עוד יומיים'), (_, today) => daysAfter(today, 2)],
  [word('מחר'), (_, today) => daysAfter(today, 1)],
  [word('היום|הערב'), (_, today) => daysAfter(today, 0)],
  [
    new RegExp(
      `(?<!שעה )${START}[בהל]?-?(\\d{1,2})[/.](\\d{1,2})(?:[/.](?:20)?(\\d{2}))?(?![\\d/.])(?! ?(?:חדרים|מיליון|אלף|מטר|אחוז|%))`,
    ),
    ([, date, month, year], today) => nextDate(today, [Number(date), Number(month) - 1, year]),
  ],
  [
    new RegExp(`${START}[בהל]?-?${DATE} (?:ב|ל)(${months.join('|')})${END}${YEAR}`),
    ([, date, month = '', year], today) =>
      nextDate(today, [toDate(date), months.indexOf(month), toYear(year)]),
  ],
  [
    new RegExp(`${START}[בהל]?-?${DATE} [לב]חודש${END}`),
    ([, date], today) => nextDayOfMonth(today, toDate(date)),
  ],
  [HOLIDAY, ([name = ''], today) => dayOfHoliday(name, today)],
];

/**
 * Returns the day in a text that was said on the day `today` (`2026-11-23`), and the rest of the text. A bare
 * weekday counts only after a question for it.
 */
export function dayIn(
  text: string,
  today: string,
  isAsked: boolean,
): { day?: string | undefined; rest: string } {
  const start = new Date(`${today}T00:00Z`);
  for (const [way, toDay] of WAYS) {
    const said = way.exec(text);
    const day = said && toDay(said, start);
    if (day) return { day, rest: text.replace(said[0], ' ') };
  }
  const lettered = LETTERED.exec(text);
  const said = lettered ?? NAMED.exec(text) ?? (isAsked ? BARE.exec(text) : null);
  if (!said) return { rest: text };
  const name = said[1] as string;
  const weekday = lettered ? LETTERS.indexOf(name) : weekdays.indexOf(name);
  const ahead = weekday - start.getUTCDay();
  const isLater = ahead <= 0 || NEXT_WEEK.test(text);
  return { day: daysAfter(start, isLater ? ahead + 7 : ahead), rest: text.replace(said[0], ' ') };
}

/** Returns the name of a holiday in a text, as a caller says it. */
export function holidayIn(text: string): string | undefined {
  return HOLIDAY.exec(text)?.[0];
}

/** Returns the next day of a holiday itself; its eve only where the eve was named. */
function dayOfHoliday(name: string, today: Date): string | undefined {
  const days = daysNamed(name, NO_OWN_DATES, today.getTime());
  const isEve = ({ name: its }: { readonly name: string }) => its.startsWith('ערב');
  return (/ערב|ליל/.test(name) ? days[0] : (days.find((one) => !isEve(one)) ?? days[0]))?.day;
}

/** Returns a date like `2026-11-25`; undefined for an impossible one. */
export function toDay(year: number, month: number, date: number): string | undefined {
  const day = new Date(Date.UTC(year, month, date));
  const isReal = day.getUTCDate() === date && day.getUTCMonth() === month;
  return isReal ? day.toISOString().slice(0, 10) : undefined;
}

/** Returns the date so many days after another one. */
export function daysAfter(day: Date, days: number): string {
  return new Date(day.getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

/** Returns the next occurrence of a date, unless its year was said. */
function nextDate(
  today: Date,
  [date, month, year]: [number, number, string | undefined],
): string | undefined {
  if (year) return toDay(2_000 + Number(year), month, date);
  const thisYear = today.getUTCFullYear();
  const day = toDay(thisYear, month, date);
  return day && day < daysAfter(today, 0) ? toDay(thisYear + 1, month, date) : day;
}

/** Returns the last two digits of a year. */
function toYear(said: string | undefined): string | undefined {
  if (!said || /^\d/.test(said)) return said?.slice(-2);
  if (said.endsWith('שלושים')) return '30';
  const unit = said.split(' ו').at(-1) ?? '';
  const stem = unit.replace(/ה$/, '').replace('שתיים', 'שניים').slice(0, 3);
  return `2${ONES.findIndex((one) => one.startsWith(stem)) + 1}`;
}

function nextDayOfMonth(today: Date, date: number): string | undefined {
  const month = today.getUTCMonth() + (date < today.getUTCDate() ? 1 : 0);
  return toDay(today.getUTCFullYear() + Math.floor(month / 12), month % 12, date);
}

function toDate(said = ''): number {
  if (/^\d/.test(said)) return Number(said);
  return DATES.indexOf(said) + 1 || ORDINALS.indexOf(said) + 1;
}

function toCount(said = ''): number {
  return /^\d/.test(said) ? Number(said) : COUNTS.indexOf(said) + FEWEST_COUNTED;
}

/** Returns the days until Saturday; on a Saturday, none. */
function daysToSaturday(today: Date): number {
  return SATURDAY - today.getUTCDay();
}

function word(words: string): RegExp {
  return new RegExp(`${START}ל?(?:${words})${END}`);
}
