import { toCardinal, toCount } from './cardinal.ts';
import { PREFIX, withPrefix } from './prefix.ts';

const TIME = String.raw`([01]?\d|2[0-4]):([0-5]\d)(?![:.]?\d)`;
const WEEKDAY_BEFORE =
  '(?<=(?<![א-ת])[והבלמש]{0,2}(?:ראשון|שני|שלישי|רביעי|חמישי|שישי|שבת|חגים|חג|חול|מחר|מחרתיים|היום))';
const RANGE = new RegExp(
  String.raw`(?<![\d:.,])(${WEEKDAY_BEFORE} )?(?:(?<![א-ת])([ושכ]{0,2})(בין (?:השעות )?|ב?שעות |מ(?:ה?שעה )))?${PREFIX}([01]?\d|2[0-4])(?::([0-5]\d))?( ?[-–—־] ?| ו?עד (?:ה?שעה )?| ל[-־]?| או )${TIME}`,
  'g',
);
const SINGLE = new RegExp(
  String.raw`(?<![\d:.,])(?:(?<![א-ת])([ושכ]{0,2})([בלמ]|עד )(ה?שעה) )?${PREFIX}${TIME}`,
  'g',
);
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
  return text.replace(RANGE, toRange).replace(SINGLE, toSingle);
}

function toRange(match: string, ...found: unknown[]): string {
  const [
    day,
    joiner = '',
    word,
    prefix,
    fromHour = '',
    fromMinute = '0',
    joint = '',
    hour = '',
    minute,
  ] = found as string[];
  const next = behind(match, found);
  const [from, last] = [Number(fromHour), Number(hour)];
  // A single number before an hour is one only with a dash or behind the words of a range.
  if (found[5] === undefined && !word && !/^ ?[-–—־] ?$/.test(joint)) return match;
  const isNoon = last === 12 && from < 12;
  const part = isNoon || PART_OF_DAY.test(next) ? '' : partOfDay(last % 24, Number(minute));
  const until = onClock(last % 12, Number(minute)) + (part && ` ${part}`);
  const isHyphen = /^ ?[-–—־] ?$/.test(joint);
  const isBetween =
    /^בין/.test(word ?? '') ||
    /^ב?שעות/.test(word ?? '') ||
    (isHyphen && /ב[-־–]?$/.test(prefix ?? ''));
  const morning = /^בין/.test(word ?? '') && from < 12 && last >= 18 ? ' בבוקר' : '';
  const early = from > last ? partOfDay(from, Number(fromMinute)) : '';
  const since = onClock(from % 12, Number(fromMinute)) + (early ? ` ${early}` : morning);
  const lead = day ? ', ' : '';
  if (isBetween) {
    const before = joiner + (prefix?.replace(/ב?[-־–]?$/, '') ?? '');
    return `${lead}${before}בין ${since} ל${until}`;
  }
  const start = word?.startsWith('מ')
    ? `${joiner}מ`
    : `${joiner}${word ?? ''}${withPrefix(prefix, '')}`;
  return `${lead}${start}${since}${toJoint(joint)}${until}`;
}

function toJoint(joint: string): string {
  if (/^ ?[-–—־] ?$/.test(joint)) return ' עד ';
  return joint.replace(/[-־]$/, '').replace(/ה?שעה $/, '');
}

function toSingle(match: string, ...found: unknown[]): string {
  const [joiner = '', preposition = '', noun, prefix, hour = '', minute] = found as string[];
  const time = toHours(hour, minute, behind(match, found));
  if (!noun) return withPrefix(prefix, time);
  if (BEFORE[Number(minute)] || (preposition === 'מ' && noun === 'שעה'))
    return `${joiner}${preposition}${time}`;
  return `${joiner}${preposition}${noun} ${withPrefix(prefix, time)}`;
}

/** Returns the text behind a match, given the arguments of the replacement function. */
function behind(match: string, found: readonly unknown[]): string {
  return String(found.at(-1)).slice(Number(found.at(-2)) + match.length);
}

function toHours(hour = '0', minute = '0', next: string): string {
  const part = PART_OF_DAY.test(next) ? '' : partOfDay(Number(hour) % 24, Number(minute));
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
function partOfDay(hour: number, minute: number): string {
  if (hour === 0 || hour > 21) return 'בלילה';
  if (hour < 12 || (hour === 12 && BEFORE[minute])) return '';
  if (hour < 15) return 'בצהריים';
  return hour < 18 ? 'אחר הצהריים' : 'בערב';
}
