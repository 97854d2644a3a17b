import { AMOUNT, type Amount, toAmount } from './amount.ts';
import { type Gender, toCardinal } from './cardinal.ts';
import { nounAhead, type Row, rowAhead, SCALE, singleAhead, withCompound } from './counting.ts';
import { adjectiveGender, isPlainNoun, type Noun, nounOf, singularGender } from './nouns.ts';
import {
  isMetreWithHundredths,
  type Numbers,
  toCounted,
  toLength,
  toMeasured,
  toSpokenNumbers,
} from './numbers.ts';
import { toOrdinal } from './ordinals.ts';
import { PREFIX, withPrefix } from './prefix.ts';
import { CURRENCY_BEFORE, UNIT_BEHIND, unitOf } from './units.ts';

const QUANTITY = new RegExp(
  String.raw`${PREFIX}(${CURRENCY_BEFORE} ?)?(?:(?<![\d\p{L}\p{M}])([-−]))?(${AMOUNT})( ?${UNIT_BEHIND})?(?: ?[-–—־] ?${CURRENCY_BEFORE}?(${AMOUNT}))?${SCALE}?( ?${UNIT_BEHIND})?`,
  'gu',
);
const WORD_FOLLOWS = /^["'״׳”’]?[\p{L}\p{M}\d½¼¾₪$€£%]/u;
const WORD_BEHIND = /([א-ת]+)(:?) $/;
/** A joint to another number begins with a space or a comma. */
const JOINT_AHEAD = /^(?:,| [לועאנב])/;
const ALONE: Row = { gender: undefined, scale: undefined };
/** A list may go on over commas where it begins with a plural or with a word for "of". */
const BEGINS_LIST =
  /(?:^|(?<![א-ת])(?:של|עם|או|בין|גם|יש|לנו|לכם|[הבלמ]?[א-ת]{2,}(?:ים|ות)):? |, )$/;
/** Words behind which two numbers are a range, not the houses of one lot. */
const NOT_A_STREET =
  /^(?:[והבלמשכ]{0,2}(?:של|בין|לפחות|בערך|בקירוב|כ|עולה|עולים|עד|מ|יש|לנו|גיל|גילאי|גילאים|קומות|עמודים|ימים|שעות|חודשים|שנים|לשלם|סביב|רק|עוד|פי|טווח|סדר|גודל|דירוג|ציון|רמה|דרגה|אחרי|לפני|תוך|כמו|או|עם|זה|היא|הוא|הן|הם|כבר|מספר|מספרים|אפשר|נשאר|נשארו|טמפרטורה))$/;

/** Returns a text with all remaining digits in words, together with their units and nouns. */
export function withSpokenQuantities(text: string): string {
  let spoken = '';
  let from = 0;
  for (let match = quantityFrom(text, 0); match; match = quantityFrom(text, from)) {
    spoken += text.slice(from, match.index);
    const [words, end] = toQuantity(text, match, spoken);
    const gap = /[\p{L}\p{M}%]$/u.test(spoken) ? ' ' : '';
    spoken += gap + words + (WORD_FOLLOWS.test(text.slice(end, end + 3)) ? ' ' : '');
    from = end;
  }
  return spoken + text.slice(from);
}

function quantityFrom(text: string, at: number): RegExpExecArray | null {
  QUANTITY.lastIndex = at;
  return QUANTITY.exec(text);
}

/** Returns the words of one quantity, and the index behind the text that they replace. */
function toQuantity(text: string, match: RegExpExecArray, spoken: string): [string, number] {
  const [whole, prefix, currency, minus, first = '', middle, second, ownScale, behind] = match;
  const end = match.index + whole.length;
  const unit = unitOf(currency ?? behind ?? middle ?? '');
  const row = JOINT_AHEAD.test(text.slice(end, end + 2))
    ? rowAhead(text, end, BEGINS_LIST.test(spoken.slice(-20)))
    : ALONE;
  const one = toAmount(first, unit !== undefined);
  const numbers: Numbers = {
    first: one,
    second: second === undefined ? undefined : toAmount(second, unit !== undefined),
    scale: ownScale ?? (sharesScale(one, row.scale) ? row.scale : undefined),
  };
  const { scale } = numbers;
  const start = withPrefix(prefix, minus ? 'מינוס ' : '');
  if (unit) return [start + toMeasured(numbers, unit), end];

  const ahead = scale === undefined ? nounAhead(text, end, numbers, { spoken, prefix }) : undefined;
  if (ahead)
    return toCountedThing(text, { numbers, ahead, start, end, isDefinite: isDefinite(prefix) });
  if (
    one.whole === 1 &&
    one.fraction === '' &&
    !second &&
    scale === undefined &&
    !prefix?.includes('ה')
  ) {
    const single = singleAhead(text, end, spoken, prefix);
    if (single) {
      const counted = `${single.word} ${toCardinal(1, single.noun.gender)}`;
      const [words, singleEnd] = withCompound(text, single, counted);
      return [start + words, singleEnd];
    }
  }
  return [start + toLoneNumber({ numbers, prefix, spoken, row: row.gender }), end];
}

type CountedThing = {
  readonly numbers: Numbers;
  readonly ahead: NonNullable<ReturnType<typeof nounAhead>>;
  readonly start: string;
  /** The index behind the number. */
  readonly end: number;
  readonly isDefinite: boolean;
};

function toCountedThing(
  text: string,
  { numbers, ahead, start, end, isDefinite }: CountedThing,
): [string, number] {
  const { noun, word, end: nounEnd } = ahead;
  const { first, second } = numbers;
  if (/^מטר(?:ים)?$/.test(word) && !second && isMetreWithHundredths(first))
    return [start + toLength(first), nounEnd];
  const isPlain =
    isPlainNoun(word) || (noun.dual !== undefined && first.whole === 1 && first.fraction === '5');
  const counted = isPlain ? toCounted(numbers, noun) : undefined;
  if (counted !== undefined) {
    const [words, countedEnd] = withCompound(text, ahead, counted);
    return [start + words, countedEnd];
  }
  if (first.whole === 1 && first.fraction === '' && !second && noun.singular === '') {
    const whole = { ...ahead, noun: { ...noun, singular: word } };
    const [words, wholeEnd] = withCompound(text, whole, `${word} ${toCardinal(1, noun.gender)}`);
    return [start + words, wholeEnd];
  }
  // בשנתיים האחרונות: behind a preposition the dual stands for the definite plural as well.
  if (
    noun.dual &&
    word.startsWith('ה') &&
    start !== '' &&
    !second &&
    first.whole === 2 &&
    !first.fraction
  )
    return [start + noun.dual, nounEnd];
  const adjective = adjectiveGender(word);
  if (adjective && (isDefinite || word.startsWith('ה')))
    return [start + toSpokenNumbers(numbers, adjective, false), end];
  // שניים מהנכסים: a partitive takes the independent form of the number.
  return [start + toSpokenNumbers(numbers, noun.gender, !word.startsWith('מה')), end];
}

type LoneNumber = {
  readonly numbers: Numbers;
  readonly prefix: string | undefined;
  readonly spoken: string;
  readonly row: Gender | undefined;
};

/** Returns a number that no noun follows; the noun before it may give its gender. */
function toLoneNumber({ numbers, prefix, spoken, row }: LoneNumber): string {
  const { first, second, scale } = numbers;
  const [, word = '', colon] = WORD_BEHIND.exec(spoken.slice(-20)) ?? [];
  const before = nounOf(word);
  const isPlural = before?.isCounted && before.singular !== word && /ים$/.test(word);
  if (row && (!before || isPlural || before.isCounted)) return toSpokenNumbers(numbers, row, false);
  if (!second && scale === undefined && first.fraction === '') {
    const named = nameOf(first.whole, { word, before, prefix });
    if (named) return named;
    if (before && first.whole === 1) return toCardinal(1, before.gender);
  }
  if (isPlural || (before && colon === ':' && before.isCounted))
    return toSpokenNumbers(numbers, before?.gender ?? 'feminine', false);
  const isHouses = isLot(first, second) && word !== '' && !before && !NOT_A_STREET.test(word);
  return toSpokenNumbers(numbers, row ?? 'feminine', false, isHouses);
}

type Named = {
  readonly word: string;
  readonly before: Noun | undefined;
  readonly prefix: string | undefined;
};

/** Returns the number that names a thing among others: הסיור השני. */
function nameOf(number: number, { word, before, prefix }: Named): string | undefined {
  if (!isDefinite(prefix)) return undefined;
  const isThing =
    before !== undefined || (/^[בלמכוש]{0,2}ה?[א-ת]{3,}$/.test(word) && /^[הבל]/.test(word));
  if (!isThing || /ות$|ים$/.test(word)) return undefined;
  const gender = before?.gender ?? singularGender(word);
  return (
    toOrdinal(number, gender) ??
    (number > 10 && number < 100 ? toCardinal(number, gender) : undefined)
  );
}

/** Two houses of one lot stand close together: 12-14. */
function isLot(first: Amount, second: Amount | undefined): boolean {
  return (
    second !== undefined &&
    first.fraction === '' &&
    second.fraction === '' &&
    second.whole > first.whole &&
    second.whole - first.whole <= MAX_LOT
  );
}

/** The largest distance of two houses of one lot. */
const MAX_LOT = 10;

/** A part, one alone, or a few thousands need the scale that follows only their neighbour: בין 5 ל-6 אלף. */
function sharesScale({ whole, fraction }: Amount, scale: string | undefined): boolean {
  return fraction !== '' || whole === 1 || (scale === 'אלף' && whole <= FEW_THOUSANDS);
}

/** Thousands up to this number have a form of their own: ששת אלפים. */
const FEW_THOUSANDS = 10;

function isDefinite(prefix: string | undefined): boolean {
  return prefix?.replace(/[-־–]$/, '').endsWith('ה') ?? false;
}
