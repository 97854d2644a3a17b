import type { Wrong } from './cell.ts';
import { withPlainQuotes } from './cell-text.ts';

/** A longer cell is a sentence, not a number; the limit also bounds the work of every pattern here. */
const MAX_CHARACTERS = 60;
/** Excel's form of a large number, which hides its last digits: `1.25E+06`. */
const ROUNDED = /^\d+(?:[.,]\d+)?e[+-]?\d+$/i;
/** A cell that Excel took for a day: `3/8`, `3.5`. */
const DAY = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^\d{1,2}-\p{L}{3,}$|^\p{L}{3,}-\d{2}$/u;
const RANGE = /\d\s*(?:[-–—]|עד)\s*\d/;

/** A kind of number: its description, range and step, its unit, and words for numbers. */
export type NumberKind = {
  readonly must: string;
  readonly from: number;
  readonly to: number;
  /** Absent for any number. */
  readonly step?: number;
  readonly unit: RegExp;
  /** Whether points between thousands count: `1.200`. */
  readonly hasPoints?: boolean;
  readonly words?: Readonly<Record<string, number>>;
};

/** Reads a cell with a number in a range and in steps, with or without its unit, or its word. */
export function number(kind: NumberKind) {
  return (text: string): number | Wrong => {
    if (text.length > MAX_CHARACTERS) return { must: kind.must };
    const plain = withPlainQuotes(text);
    const value =
      kind.words?.[plain.toLowerCase()] ?? toNumber(plain.replace(kind.unit, ''), kind.hasPoints);
    if (value === undefined) return { must: kind.must, ...remedyOf(plain) };
    return inRange(value, kind);
  };
}

/** Returns a number if it is one of its kind. */
export function inRange(
  value: number,
  { must, from, to, step }: Omit<NumberKind, 'unit'>,
): number | Wrong {
  if (step !== undefined && value % step !== 0) return { must };
  return value >= from && value <= to ? value : { must: `${must} from ${from} to ${to}` };
}

/** Returns how a cell that spreadsheets spoil often is written well. */
export function remedyOf(text: string): { readonly remedy?: string } {
  if (text.length > MAX_CHARACTERS) return {};
  if (ROUNDED.test(text)) {
    return { remedy: 'Excel has rounded it; format the column as a number and save again' };
  }
  if (DAY.test(text)) {
    return { remedy: 'Excel has made a day of it; format the column as text and write it again' };
  }
  return RANGE.test(text) ? { remedy: 'write one number instead of a range' } : {};
}

/**
 * Returns the number of a text, with commas or spaces between thousands, and a half as `.5`, `½` or `וחצי`.
 * With `hasPoints`, points between thousands count too: sums of money have no thousandths.
 */
export function toNumber(text: string, hasPoints = false): number | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const digits = text
    .trim()
    .replace(/ ?(?:½|וחצי)$/, '.5')
    .replace(/(?<=\d)[ '](?=\d{3}(?!\d))/g, ',');
  if (hasPoints && /^-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,2})?$/.test(digits)) {
    return Number(digits.replaceAll('.', '').replace(',', '.'));
  }
  if (/^-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/.test(digits)) {
    return Number(digits.replaceAll(',', ''));
  }
  return /^-?\d+,\d{1,2}$/.test(digits) ? Number(digits.replace(',', '.')) : undefined;
}
