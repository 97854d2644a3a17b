import { type PlacedSumWord, sumWordsIn } from './sum-words.ts';

/** The unit of a number without one: a rent is told in thousands, a price in millions. */
export type SumUnit = 'rent' | 'price';

type Sum = {
  readonly shekels: number;
  /** Whether no unit was said: "six and a half". */
  readonly isBare: boolean;
  readonly prefix: string;
  readonly start: number;
  readonly end: number;
};

const THOUSAND = 1_000;
const MILLION = 1_000_000;
/** The least sum that needs no unit; smaller numbers count rooms, floors or people. */
const LEAST_SHEKELS = 500;
/** The most thousands or millions that are said without their unit. */
const MOST_BARE = 30;
const REFUSED = /(?<![א-ת])לא (?:ב|ל)?-?$/;
/** Words with which a speaker takes back the sum before them. */
const CORRECTION = /סליחה|בעצם|כלומר|רגע|אלא|טעות|נכון|מקסימום|גג/;
const RANGE = /^ *(?:-|–|ו?עד)? *$/;

/**
 * Returns the sum of money in a text, from words or digits; undefined where it has none. A refused sum does
 * not count, and of a range the upper end does.
 */
export function amountIn(text: string, unit?: SumUnit): number | undefined {
  const sums = sumsIn(text).filter(({ start }) => !REFUSED.test(text.slice(0, start)));
  const full = sums.filter(({ shekels, isBare }) => !isBare || shekels >= LEAST_SHEKELS);
  const [first, ...others] = full.length > 0 ? full : unit ? sums : [];
  if (!first) return undefined;
  let last = first;
  for (const sum of others) {
    const between = text.slice(last.end, sum.start);
    const isUpperEnd = RANGE.test(between) && (between.trim() !== '' || sum.prefix === 'ל');
    if (isUpperEnd || CORRECTION.test(between)) last = sum;
  }
  return withUnit(last, unit);
}

function withUnit({ shekels, isBare }: Sum, unit: SumUnit | undefined): number {
  if (!isBare || !unit) return shekels;
  if (shekels < MOST_BARE) return shekels * (unit === 'rent' ? THOUSAND : MILLION);
  return unit === 'price' && shekels < THOUSAND ? shekels * THOUSAND : shekels;
}

function sumsIn(text: string): Sum[] {
  const sums: Sum[] = [];
  let parts: PlacedSumWord[] = [];
  for (const word of sumWordsIn(text)) {
    const isNext = parts.length > 0 && /^ *$/.test(text.slice(parts.at(-1)?.end, word.start));
    if (!(isNext && continues(parts, word))) {
      if (parts.length > 0) sums.push(sumOf(parts));
      parts = [];
    }
    parts.push(word);
  }
  return parts.length > 0 ? [...sums, sumOf(parts)] : sums;
}

/** Returns whether a word belongs to the sum before it: each number is smaller than the one before. */
function continues(parts: readonly PlacedSumWord[], word: PlacedSumWord): boolean {
  if (word.kind !== 'number') return word.prefix === '' || word.prefix === 'ו';
  if (word.prefix !== '' && word.prefix !== 'ו') return false;
  const last = parts.at(-1);
  if (last?.kind !== 'number') return last?.kind !== 'fraction' && last?.kind !== 'quarters';
  const isTeen = word.value === 10 && last.value < 10 && word.prefix === '';
  return isTeen || (!last.isDigits && word.value < last.value && last.value >= 20);
}

function sumOf(parts: readonly PlacedSumWord[]): Sum {
  let total = 0;
  let unit = 1;
  let group: number | undefined;
  let last = 0;
  for (const part of parts) {
    switch (part.kind) {
      case 'number':
        group = (group ?? 0) + part.value;
        last = part.value;
        break;
      case 'hundreds':
        group = (group ?? 0) + last * 99;
        break;
      case 'quarters':
        group = (group ?? 0) / 4;
        break;
      case 'fraction':
        // "Two and a half million", "two million and a half", "half a million".
        if (group === undefined && part.prefix === 'ו') total += part.value * unit;
        else group = (group ?? 0) + part.value;
        break;
      default:
        unit = part.kind === 'million' ? MILLION : THOUSAND;
        total += (group ?? 1) * unit;
        group = undefined;
    }
  }
  // "Two million three hundred" leaves the thousands out.
  const isShort = unit === MILLION && group !== undefined && group >= 100 && group < THOUSAND;
  const shekels = total + (group ?? 0) * (isShort ? THOUSAND : 1);
  const { prefix = '', start = 0 } = parts[0] ?? {};
  return { shekels, isBare: total === 0, prefix, start, end: parts.at(-1)?.end ?? start };
}
