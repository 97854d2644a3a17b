import { type Amount, toSpokenAmount, toSpokenMultiple } from './amount.ts';
import { type Gender, toCardinal, toCount } from './cardinal.ts';
import type { Noun } from './nouns.ts';
import { isLength, isShekel, type Unit } from './units.ts';

/** One number or a range, with the thousand or million that multiplies it. */
export interface Numbers {
  readonly first: Amount;
  readonly second?: Amount | undefined;
  readonly scale?: string | undefined;
}

/** Numbers up to this one take the plural of a unit. */
const FEW = 10;

/** Returns numbers in words, alone or before their noun; two houses of one lot have no "until". */
export function toSpokenNumbers(
  { first, second, scale }: Numbers,
  gender: Gender,
  isBeforeNoun: boolean,
  isHouses = false,
): string {
  if (scale !== undefined) {
    return [first, ...(second ? [second] : [])]
      .map((amount) => toSpokenMultiple(amount, scale))
      .join(' עד ');
  }
  if (!second) return toSpokenAmount(first, gender, isBeforeNoun);
  // A falling pair is a house and its flat, not a range.
  const until = second.whole < first.whole || isHouses ? ' ' : ' עד ';
  const from = toSpokenAmount(first, gender, false);
  return `${from}${until}${toSpokenAmount(second, gender, isBeforeNoun)}`;
}

/** Returns numbers in words with their unit: שקל אחד, שלושה שקלים, שמונים מטר. */
export function toMeasured(numbers: Numbers, unit: Unit): string {
  const { first, second, scale } = numbers;
  // A part or one alone has the unit at its side: חצי אחוז עד אחוז אחד.
  if (second && scale === undefined && (isPartOfOne(first) || isAtMostOne(second)))
    return `${toMeasured({ first }, unit)} עד ${toMeasured({ first: second }, unit)}`;
  if (!second && scale === undefined) {
    if (isShekel(unit) && first.whole === 0 && first.cents > 0 && !isPartOfOne(first)) {
      return toAgorot(first);
    }
    if (isShekel(unit) && first.cents > 0 && first.whole > 0) {
      const shekels = toMeasured({ first: { ...first, fraction: '', cents: 0 } }, unit);
      return `${shekels} ו${toAgorot(first)}`;
    }
    if (isShekel(unit) && first.whole > 1 && /^[1-46-9]$/.test(first.fraction)) {
      const cents = toCardinal(Number(first.fraction) * 10, 'feminine');
      return `${toMeasured({ first: { ...first, fraction: '' } }, unit)} ו${cents}`;
    }
    if (isLength(unit) && isMetreWithHundredths(first)) return toLength(first);
    if (first.whole === 1 && first.fraction === '') return `${unit.one} אחד`;
    if (first.whole === 2 && first.fraction === '') return `שני ${unit.two}`;
    if (isOneAndHalf(first)) return `${unit.one} וחצי`;
    if (isPartOfOne(first)) return `${toSpokenAmount(first, unit.gender, true)} ${unit.one}`;
  }
  const last = second ?? first;
  const isFew = scale === undefined && last.whole <= FEW && /^(?:5|25)?$/.test(last.fraction);
  return `${toSpokenNumbers(numbers, unit.gender, true)} ${isFew ? unit.few : unit.many}`;
}

function toAgorot(amount: Amount): string {
  if (amount.cents === 1) return 'אגורה אחת';
  const cents = { ...amount, whole: amount.cents, fraction: '' };
  return `${toSpokenAmount(cents, 'feminine', true)} אגורות`;
}

/** Returns number and noun in words where they merge: חדר אחד, חדר וחצי, יומיים. Otherwise returns undefined. */
export function toCounted(numbers: Numbers, noun: Noun): string | undefined {
  const { first, second, scale } = numbers;
  const { singular, dual, gender } = noun;
  if (scale !== undefined) return undefined;
  if (second) {
    if (!dual || first.fraction || second.fraction) return undefined;
    if (first.whole === 1 && second.whole === 2) return `${singular} עד ${dual}`;
    return undefined;
  }
  if (first.whole === 1 && first.fraction === '') {
    return `${singular} ${toSpokenAmount(first, gender, false)}`;
  }
  if (isOneAndHalf(first)) return `${singular} וחצי`;
  if (isPartOfOne(first)) return `${toSpokenAmount(first, gender, true)} ${singular}`;
  if (first.whole !== 2 || !dual) return undefined;
  if (first.fraction === '') return dual;
  return first.fraction === '5' ? `${dual} וחצי` : undefined;
}

/** Returns whether a length is said with its hundredths behind it: מטר שמונים. */
export function isMetreWithHundredths({ whole, fraction }: Amount): boolean {
  return whole <= FEW && /^\d\d?$/.test(fraction) && !/^(?:5|25)$/.test(fraction);
}

/** Returns a length in words: שני מטר שמונים, שני מטר וחמישה סנטימטר. */
export function toLength({ whole, fraction }: Amount): string {
  const hundredths = toCardinal(Number(fraction.padEnd(2, '0')), 'masculine');
  if (whole === 0) return `${hundredths} סנטימטר`;
  const metres = whole === 1 ? 'מטר' : `${toCount(whole, 'masculine')} מטר`;
  return fraction.startsWith('0') ? `${metres} ו${hundredths} סנטימטר` : `${metres} ${hundredths}`;
}

function isAtMostOne(amount: Amount): boolean {
  return (amount.whole === 1 && /^5?$/.test(amount.fraction)) || isPartOfOne(amount);
}

function isOneAndHalf({ whole, fraction }: Amount): boolean {
  return whole === 1 && fraction === '5';
}

function isPartOfOne({ whole, fraction }: Amount): boolean {
  return whole === 0 && (fraction === '5' || fraction === '25' || fraction === '75');
}
