import { AMOUNT } from './amount.ts';
import { toCardinal } from './cardinal.ts';
import { endsBeforeDate, endsBeforeNumber, meaningOf } from './context.ts';
import { isMeasured } from './measures.ts';
import { toOrdinal } from './ordinals.ts';
import { PREFIX, withPrefix } from './prefix.ts';
import { endsInStreet } from './streets.ts';

const MONTHS = 'ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר'.split(' ');
const MONTH_NAME = `(?:${MONTHS.join('|')}|מרס|מארס)`;

/** Matches a day of a month; the source of one group. */
export const DAY = String.raw`(0?[1-9]|[12]\d|3[01])`;
/** Matches a month; the source of one group. */
export const MONTH = `(0?[1-9]|1[0-2])`;
const START = String.raw`(?<![\d.,/:-])${PREFIX}`;
const END = String.raw`(?![\d/]|[.,:-]\d)`;
const WHOLE = new RegExp(`${START}${DAY}([./-])${MONTH}\\3((?:19|20)?\\d\\d)${END}`, 'g');
const YEAR = String.raw`((?:19|20)?\d\d)`;
/** Two dates with a dash: 1.12.26-30.11.27, 1-2/12. */
const SPAN = new RegExp(
  `${START}${DAY}(?:([./])${MONTH}(?:\\3${YEAR})?)? ?[-–—־] ?${DAY}([./])${MONTH}(?:\\7${YEAR})?${END}`,
  'g',
);
const ISO = new RegExp(`${START}((?:19|20)\\d\\d)-${MONTH}-${DAY}${END}`, 'g');
const MONTH_OF_YEAR = new RegExp(`${START}${MONTH}[./]((?:19|20)\\d\\d)${END}`, 'g');
/** A month of a short year behind a word of time: אמצע 1.27. */
const MONTH_OF_SHORT_YEAR = new RegExp(
  `(?<=(?<![א-ת])[והבלמ]{0,2}(?:סוף|תחילת|אמצע|מאז|לקראת|כניסה|פינוי|חודש|אכלוס|מסירה)(?: (?:צפויה?|משוערת?|מתוכננת?|עד|לקראת))?:? )${MONTH}\\.(2[4-9]|3\\d)${END}(?! ?(?:מיליון|אלף|[%₪]))`,
  'g',
);
const POINTED = new RegExp(
  `${START}(?:${DAY}(?:\\.${MONTH})? ?[-–—־] ?)?${DAY}\\.${MONTH}${END}`,
  'g',
);
/** A pause stands between the day of the week and the date: רביעי, 25.11. */
const DAY_AND_DATE = new RegExp(
  `((?<![א-ת])[והבלמש]{0,2}(?:ראשון|שני|שלישי|רביעי|חמישי|שישי|שבת)) (?=${DAY}[./]${MONTH}${END})`,
  'g',
);
const JOINT = `(?: ?[-–—] ?| (?:עד|או) (?:ה[-־])?| [לו][-־]?(?:ה[-־])?| ו?ב[-־]?|, ?)`;
const NAMED = new RegExp(
  `${START}${DAY}(?: ?[-–—] ?${DAY})?(?=(?:${JOINT}${DAY}){0,3} (?:[בל]?${MONTH_NAME}|([לב]חודש|[לב]כל חודש|של (?:כל |ה)חודש))(?![א-ת]))`,
  'g',
);
const BARE_MONTH = new RegExp(`(?<=\\d )(?=${MONTH_NAME}(?![א-ת]))`, 'g');
/** Dates in digits have a mark between them, and others a month or its name. */
const IN_DIGITS = /\d[./-]\d/;
const WITH_NAME = new RegExp(`${MONTH_NAME}|[לבה ]חודש`);
/** An hour behind a number makes it a date: 1.5 ב-10:00. */
const HOUR_AHEAD =
  /^\)?,? ?(?:ו?[בל]שעה |ב[-־]?\d{1,2}(?::|[.,]? |$)|בין (?:השעות )?\d|ב(?:אחת|שתיים|שלוש|ארבע|חמש|שש|שבע|שמונה|תשע|עשר|בוקר|ערב|צהריים)(?![א-ת]))/;
/** A joint between a number and a later one, which has the measure of both: בין 1.8 ל-2.2 מיליון. */
const NUMBER_AHEAD = new RegExp(`^(?: ?[-–—־/] ?| (?:ו?עד|או) (?:ל[-־]?)?| [לו][-־]?)${AMOUNT}`);
/** A word of time behind a number: ב-1.5 מתפנה. */
const TIME_AHEAD =
  /^ (?:הדירה )?(?:[מתי]תפנ[א-ת]+|פנויה?|נכנס[א-ת]*|עוזב[א-ת]*|יוצא[א-ת]*)(?![א-ת])/;
/** Words that make the number before them a rate or a mark. */
const RATE_AHEAD = /^ (?:מתוך|לחודש|לשנה)(?![א-ת])/;
/** A later date of the same row: עד 31.8, ל-5.2. */
const DATE_AHEAD = new RegExp(
  `^(?: ?[-–—־] ?| (?:ו?עד|או) | [לו])(?:[במל]?[-־])?${DAY}\\.${MONTH}${END}`,
);
/** An earlier date of the same row: מ-28.12 ל-, מ-1.5, ועד. */
const DATE_BEHIND = new RegExp(`${START}${DAY}\\.${MONTH}(?:,? (?:ו?עד|או))? ?$`);

/** Returns a text with dates in words: the day, the month by its name, the year. */
export function withSpokenDates(text: string): string {
  const dated = IN_DIGITS.test(text) ? withDatesInDigits(text) : text;
  if (!WITH_NAME.test(dated)) return dated;
  return dated.replace(BARE_MONTH, 'ב').replace(NAMED, toNamedDay);
}

function withDatesInDigits(text: string): string {
  return text
    .replace(SPAN, toSpan)
    .replace(WHOLE, (_, prefix, day, _mark, month, year) => toDate(prefix, day, month, year))
    .replace(ISO, (_, prefix, year, month, day) => toDate(prefix, day, month, year))
    .replace(MONTH_OF_YEAR, (_, prefix, month, year) => withPrefix(prefix, toMonth(month, year)))
    .replace(MONTH_OF_SHORT_YEAR, (_, month, year) => toMonth(month, year))
    .replace(DAY_AND_DATE, '$1, ')
    .replace(POINTED, toPointedDate);
}

/** Returns a date in words, behind its prefix. */
export function toDate(
  prefix: string | undefined,
  day: string,
  month: string,
  year?: string,
): string {
  const date = `${toDay(day)} ב${nameOf(month)}`;
  return withPrefix(prefix, year ? `${date} ${toYear(year)}` : date);
}

/** Returns a month of a year in words. */
export function toMonth(month: string, year: string): string {
  return `${nameOf(month)} ${toYear(year)}`;
}

function toSpan(match: string, ...found: unknown[]): string {
  const [prefix, first = '', , firstMonth, firstYear, last = '', mark, month = '', year] =
    found as string[];
  const before = String(found.at(-1)).slice(0, Number(found.at(-2)));
  if (!year && (mark === '.' || endsBeforeNumber(before) || endsInStreet(before))) return match;
  const isOneMonth = !firstMonth || (firstMonth === month && !firstYear);
  const from = isOneMonth ? toDay(first) : toDate('', first, firstMonth, firstYear);
  const until = /(?<![א-ת])בין $/.test(before) ? ' ל' : ' עד ';
  return `${withPrefix(prefix, from)}${until}${toDate('', last, month, year)}`;
}

function toPointedDate(match: string, ...found: unknown[]): string {
  const [prefix, first, firstMonth, day = '', month = '', start, text = ''] = found as string[];
  const before = text.slice(0, Number(start));
  const behind = text.slice(Number(start) + match.length);
  const isWholeRange = first && !firstMonth && meaningOf(before) !== 'sum' && month !== '5';
  const isFar = Number(first) > 12 || Number(firstMonth) > 9;
  const isRange = (isWholeRange || isFar) && !isMeasured(behind) && !endsBeforeNumber(before);
  if (!isRange && !isDate({ prefix, day, month, before, behind })) return match;
  if (!first) return toDate(prefix, day, month);
  const from = firstMonth && firstMonth !== month ? toDate('', first, firstMonth) : toDay(first);
  const until = /בין $/.test(before) ? ' ל' : ' עד ';
  return `${withPrefix(prefix, from)}${until}${toDate('', day, month)}`;
}

type PointedNumber = {
  readonly prefix: string | undefined;
  readonly day: string;
  readonly month: string;
  readonly before: string;
  readonly behind: string;
};

/** Tells a date from a decimal: 3.5 may be rooms, and 2.4 millions. */
function isDate(number: PointedNumber): boolean {
  const { prefix, day, month, before, behind } = number;
  const isStart = /^מ[-־–]?$/.test(prefix ?? '') && /^(?:$|[.,;!?)](?!\d))/.test(behind);
  // Rooms that are counted already have no number behind them: 1.5 חדרים מ-1.5.
  const isCounted = isStart && /\d חדרים $/.test(before);
  if (isMeasured(behind) || (endsBeforeNumber(before) && !isCounted)) return false;
  const ahead = NUMBER_AHEAD.exec(behind);
  if (ahead && isMeasured(behind.slice(ahead[0].length))) return false;
  if (/ה[-־]$/.test(prefix ?? '') || endsBeforeDate(before) || HOUR_AHEAD.test(behind)) return true;
  if (TIME_AHEAD.test(behind)) return true;
  if (Number(day) > 12 || day.startsWith('0')) return true;
  const meaning = meaningOf(before);
  if (meaning === 'sum' || RATE_AHEAD.test(behind)) return false;
  if (meaning === 'date' || Number(month) > 9 || month.startsWith('0')) return true;
  return isStart || (month !== '5' && /[במש][-־–]?$/.test(prefix ?? '')) || isInRowOfDates(number);
}

/** Returns whether a neighbour in a row of numbers is surely a date. */
function isInRowOfDates({ month, before, behind }: PointedNumber): boolean {
  const [, day = '', laterMonth = ''] = DATE_AHEAD.exec(behind) ?? [];
  if (Number(day) > 12 || Number(laterMonth) > 9) return true;
  if (/(?<![א-ת])בין $/.test(before) && laterMonth === month) return true;
  const earlier = DATE_BEHIND.exec(before);
  if (!earlier) return false;
  const [, prefix, earlierDay = '', earlierMonth = ''] = earlier;
  const start = before.slice(0, earlier.index);
  if (/(?<![א-ת])בין $/.test(start) && earlierMonth === month) return true;
  return isDate({ prefix, day: earlierDay, month: earlierMonth, before: start, behind: '' });
}

function toNamedDay(_match: string, ...found: unknown[]): string {
  const [prefix, day = '', last, , ofMonth] = found as string[];
  const toName = ofMonth ? toDayOfMonth : toDay;
  return withPrefix(prefix, last ? `${toName(day)} עד ${toName(last)}` : toName(day));
}

function toDay(day: string): string {
  return toCardinal(Number(day), 'masculine');
}

/** Returns the day of an unnamed month: an ordinal from the second to the tenth. */
function toDayOfMonth(day: string): string {
  const number = Number(day);
  return (number > 1 && toOrdinal(number, 'masculine')) || toDay(day);
}

function nameOf(month: string): string {
  return MONTHS[Number(month) - 1] ?? '';
}

/** Expands a year of two digits: 69 is 1969 (a building), 26 is 2026 (a lease). */
function toYear(year: string): string {
  const short = Number(year);
  return toCardinal(year.length === 4 ? short : short + (short < 60 ? 2000 : 1900), 'feminine');
}
