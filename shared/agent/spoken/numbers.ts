import { type Amount, toSpokenAmount, toSpokenMultiple } from './amount.ts';
import type { Gender } from './cardinal.ts';
import type { Noun } from './nouns.ts';
import { isShekel, type Unit } from './units.ts';

/** One number or a range, with the thousand or million that multiplies it. */
export interface Numbers {
  readonly first: Amount;
  readonly second?: Amount | undefined;
  readonly scale?: string | undefined;
}

/** Numbers up to this one take the plural of a unit. */
const FEW = 10;

/** Returns numbers in words, alone or before their noun. */
export function toSpokenNumbers(
  { first, second, scale }: Numbers,
  gender: Gender,
  isBeforeNoun: boolean,
): string {
  if (scale !== undefined) {
    return [first, ...(second ? [second] : [])]
      .map((amount) => toSpokenMultiple(amount, scale))
      .join(' עד ');
  }
  if (!second) return toSpokenAmount(first, gender, isBeforeNoun);
  // A falling pair is a house and its flat, not a range.
  const until = second.whole < first.whole ? ' ' : ' עד ';
  const from = toSpokenAmount(first, gender, false);
  return `${from}${until}${toSpokenAmount(second, gender, isBeforeNoun)}`;
}

/** Returns numbers in words with their unit: שקל אחד, שלושה שקלים, שמונים מטר. */
export function toMeasured(numbers: Numbers, unit: Unit): string {
  const { first, second, scale } = numbers;
  if (!second && scale === undefined) {
    if (isShekel(unit) && first.cents > 0 && first.whole > 0) {
      const cents = { ...first, whole: first.cents, fraction: '' };
      const shekels = toMeasured({ first: { ...first, fraction: '', cents: 0 } }, unit);
      const agorot = toSpokenAmount(cents, 'feminine', true);
      return `${shekels} ו${first.cents === 1 ? 'אגורה אחת' : `${agorot} אגורות`}`;
    }
    if (first.whole === 1 && first.fraction === '') return `${unit.one} אחד`;
    if (isOneAndHalf(first)) return `${unit.one} וחצי`;
    if (isPartOfOne(first)) return `${toSpokenAmount(first, unit.gender, true)} ${unit.one}`;
  }
  const last = second ?? first;
  const isFew = scale === undefined && last.whole <= FEW && /^(?:5|25)?$/.test(last.fraction);
  return `${toSpokenNumbers(numbers, unit.gender, true)} ${isFew ? unit.few : unit.many}`;
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

function isOneAndHalf({ whole, fraction }: Amount): boolean {
  return whole === 1 && fraction === '5';
}

function isPartOfOne({ whole, fraction }: Amount): boolean {
  return whole === 0 && (fraction === '5' || fraction === '25' || fraction === '75');
}
