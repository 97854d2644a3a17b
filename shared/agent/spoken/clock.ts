import { toCardinal, toCount } from './cardinal.ts';
import { PREFIX, withPrefix } from './prefix.ts';

const TIME = String.raw`([01]?\d|2[0-4]):([0-5]\d)(?![:.]?\d)`;
const RANGE = new RegExp(
  String.raw`(?<![\d:.,])${PREFIX}([01]?\d|2[0-4])(?::([0-5]\d))? ?[-–—־] ?${TIME}`,
  'g',
);
const SINGLE = new RegExp(String.raw`(?<![\d:.,])${PREFIX}${TIME}`, 'g');
const FULL_HOUR =
  /(?<=(?<![א-ת])[ומש]?[בהלמ]שעה )(1?\d|2[0-3])(?![\d/:½]|[.,-]\d| ?[₪%]| (?:שקל|ש["״]?ח))/g;
const PART_OF_DAY = /^,? (?:בבוקר|בצהריים|לפני הצהריים|אחר הצהריים|אחרי הצהריים|בערב|בלילה|לפנות)/;

/** The minutes spoken as past the hour, and those spoken as before the next hour. */
const PAST: Readonly<Record<number, string>> = {
  0: '',
  5: ' וחמישה',
  10: ' ועשרה',
  15: ' ורבע',
  20: ' ועשרים',
  30: ' וחצי',
};
const BEFORE: Readonly<Record<number, string>> = {
  40: 'עשרים',
  45: 'רבע',
  50: 'עשרה',
  55: 'חמישה',
};

/** Returns a text with times in words on a 12-hour clock; the part of the day distinguishes 17:30 from 5:30. */
export function withSpokenHours(text: string): string {
  return text
    .replace(RANGE, (...found) => {
      const [, prefix, fromHour, fromMinute, hour, minute] = found;
      const from = toHours(fromHour, fromMinute, '');
      return withPrefix(prefix, `${from} עד ${toHours(hour, minute, behind(found))}`);
    })
    .replace(SINGLE, (...found) => {
      const [, prefix, hour, minute] = found;
      return withPrefix(prefix, toHours(hour, minute, behind(found)));
    })
    .replace(FULL_HOUR, (...found) => toHours(found[0], '0', behind(found)));
}

/** Returns the text behind a match, given the arguments of the replacement function. */
function behind(found: readonly unknown[]): string {
  const [match, at, whole] = [found[0], found.at(-2), found.at(-1)].map(String);
  return whole?.slice(Number(at) + (match?.length ?? 0)) ?? '';
}

function toHours(hour = '0', minute = '0', next: string): string {
  const part = PART_OF_DAY.test(next) ? '' : partOfDay(Number(hour) % 24);
  const time = onClock(Number(hour) % 12, Number(minute));
  return part ? `${time} ${part}` : time;
}

function onClock(hour: number, minute: number): string {
  const before = BEFORE[minute];
  if (before) return `${before} ל${hourName(hour + 1)}`;
  const past = PAST[minute];
  if (past !== undefined) return `${hourName(hour)}${past}`;
  if (minute === 1) return `${hourName(hour)} ודקה`;
  if (minute < 10) return `${hourName(hour)} ו${toCount(minute, 'feminine')} דקות`;
  return `${hourName(hour)} ${toCardinal(minute, 'feminine')}`;
}

function hourName(hour: number): string {
  return toCardinal(hour === 0 ? 12 : hour, 'feminine');
}

// Morning hours get no part of the day: callers assume the office's opening hours.
function partOfDay(hour: number): string {
  if (hour === 0 || hour > 21) return 'בלילה';
  if (hour < 12) return '';
  if (hour < 15) return 'בצהריים';
  return hour < 18 ? 'אחר הצהריים' : 'בערב';
}
