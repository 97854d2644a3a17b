import { CARDINAL_LIMIT, type Gender, toCardinal, toCount, toDigits } from './cardinal.ts';

/** A written number: its whole part and the digits behind the decimal point. */
export interface Amount {
  readonly digits: string;
  readonly whole: number;
  readonly fraction: string;
  /** The hundredths if exactly two decimals are written, otherwise 0. */
  readonly cents: number;
}

/** Matches a written number; the source of a regular expression. */
export const AMOUNT = String.raw`(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?[½¼¾]?|[½¼¾])`;

/** The longest unbroken run of digits that is a quantity. A longer one is a reference, read digit by digit. */
const MAX_UNBROKEN_DIGITS = 7;

const SCALES: Readonly<Record<string, string>> = { אלף: 'אלף', אלפים: 'אלף', מיליארד: 'מיליארד' };

const VULGAR: Readonly<Record<string, string>> = { '½': '5', '¼': '25', '¾': '75' };

/** Parses a written number; behind a unit it is a quantity, however long it is. */
export function toAmount(written: string, hasUnit = false): Amount {
  const vulgar = VULGAR[written.at(-1) ?? ''];
  const [whole = '', fraction = ''] = (vulgar ? written.slice(0, -1) : written).split('.');
  const digits = whole.replaceAll(',', '');
  const isReference = !hasUnit && whole === digits && digits.length > MAX_UNBROKEN_DIGITS;
  return {
    digits,
    whole: isReference || /^0\d/.test(digits) ? Number.NaN : Number(digits),
    fraction: vulgar ?? fraction.replace(/0+$/, ''),
    cents: fraction.length === 2 ? Number(fraction) : 0,
  };
}

/** Returns a number in words, alone or before its noun. */
export function toSpokenAmount(amount: Amount, gender: Gender, isBeforeNoun: boolean): string {
  const { whole, fraction } = amount;
  const isReadOut = !(whole < CARDINAL_LIMIT);
  if (fraction === '') {
    if (isReadOut) return toDigits(amount.digits);
    return isBeforeNoun ? toCount(whole, gender) : toCardinal(whole, gender);
  }
  const part = fraction === '5' ? 'חצי' : fraction === '25' ? 'רבע' : '';
  if (part && whole === 0) return part;
  if (fraction === '75' && whole === 0) return isBeforeNoun ? 'שלושת רבעי' : 'שלושה רבעים';
  if (part && !isReadOut) return `${toCardinal(whole, gender)} ו${part}`;
  const behind =
    fraction.length > 2 || fraction.startsWith('0')
      ? toDigits(fraction)
      : toCardinal(Number(fraction), 'feminine');
  const before = isReadOut ? toDigits(amount.digits) : toCardinal(whole, 'feminine');
  return `${before} נקודה ${behind}`;
}

/** A smaller multiple stays a decimal of its unit. */
const LEAST_MULTIPLE = 100;

/** Returns a multiple of thousands or millions in words: שני מיליון, מיליון וחצי, שלושת אלפים. */
export function toSpokenMultiple(amount: Amount, scale: string): string {
  const unit = SCALES[scale] ?? 'מיליון';
  const size = unit === 'אלף' ? 1000 : unit === 'מיליון' ? 1_000_000 : 1_000_000_000;
  const value = Math.round(Number(`${amount.whole}.${amount.fraction || '0'}`) * size);
  const isPart = amount.whole === 0 && /^(?:5|25|75)$/.test(amount.fraction);
  if (isPart || !(value >= LEAST_MULTIPLE && value < CARDINAL_LIMIT)) {
    return `${toSpokenAmount(amount, 'masculine', true)} ${unit}`;
  }
  if (amount.fraction !== '5' || size === 1000) return toCardinal(value, 'masculine');
  if (amount.whole === 1) return `${unit} וחצי`;
  return `${toCardinal(amount.whole, 'masculine')} וחצי ${unit}`;
}
