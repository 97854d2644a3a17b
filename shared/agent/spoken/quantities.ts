import { AMOUNT, toAmount } from './amount.ts';
import { type Gender, toCardinal } from './cardinal.ts';
import { genderAhead, nounAhead, SCALE, withCompound } from './counting.ts';
import { isPlainNoun, nounOf } from './nouns.ts';
import { type Numbers, toCounted, toMeasured, toSpokenNumbers } from './numbers.ts';
import { PREFIX, withPrefix } from './prefix.ts';
import { CURRENCY_BEFORE, UNIT_BEHIND, unitOf } from './units.ts';

const QUANTITY = new RegExp(
  String.raw`${PREFIX}(${CURRENCY_BEFORE} ?)?(?:(?<![\d\p{L}\p{M}])([-−]))?(${AMOUNT})( ?${UNIT_BEHIND})?(?: ?[-–—־] ?${CURRENCY_BEFORE}?(${AMOUNT}))?${SCALE}?( ?${UNIT_BEHIND})?`,
  'gu',
);
const WORD_FOLLOWS = /^["'״׳”’]?[\p{L}\p{M}\d½¼¾₪$€%]/u;
const WORD_BEHIND = /([א-ת]+) $/;
const ORDINALS = {
  masculine: 'ראשון שני שלישי רביעי חמישי שישי שביעי שמיני תשיעי עשירי'.split(' '),
  feminine: 'ראשונה שנייה שלישית רביעית חמישית שישית שביעית שמינית תשיעית עשירית'.split(' '),
} as const;

/** Returns a text with all remaining digits in words, together with their units and nouns. */
export function withSpokenQuantities(text: string): string {
  let spoken = '';
  let from = 0;
  for (const match of text.matchAll(QUANTITY)) {
    const at = match.index;
    if (at < from) continue;
    spoken += text.slice(from, at);
    const [words, end] = toQuantity(text, match, spoken);
    const gap = /[\p{L}\p{M}%]$/u.test(spoken) ? ' ' : '';
    spoken += gap + words + (WORD_FOLLOWS.test(text.slice(end, end + 3)) ? ' ' : '');
    from = end;
  }
  return spoken + text.slice(from);
}

/** Returns the words of one quantity, and the index behind the text that they replace. */
function toQuantity(text: string, match: RegExpExecArray, spoken: string): [string, number] {
  const [whole, prefix, currency, minus, first = '', middle, second, scale, behind] = match;
  const end = match.index + whole.length;
  const numbers: Numbers = {
    first: toAmount(first),
    second: second === undefined ? undefined : toAmount(second),
    scale,
  };
  const start = withPrefix(prefix, minus ? 'מינוס ' : '');
  const unit = unitOf(currency ?? behind ?? middle ?? '');
  if (unit) return [start + toMeasured(numbers, unit), end];

  const before = nounOf(WORD_BEHIND.exec(spoken.slice(-20))?.[1] ?? '');
  const ahead = scale === undefined ? nounAhead(text, end, numbers, spoken) : undefined;
  if (ahead) {
    const { noun, word } = ahead;
    const counted = isPlainNoun(word) ? toCounted(numbers, noun) : undefined;
    if (counted !== undefined) {
      const [words, countedEnd] = withCompound(text, ahead, counted);
      return [start + words, countedEnd];
    }
    // שניים מהנכסים: a partitive takes the independent form of the number.
    return [start + toSpokenNumbers(numbers, noun.gender, !word.startsWith('מה')), end];
  }
  const { first: one } = numbers;
  if (before && !second && scale === undefined && one.fraction === '') {
    const ordinal =
      prefix?.replace(/[-־–]$/, '').endsWith('ה') && toOrdinal(one.whole, before.gender);
    if (ordinal) return [start + ordinal, end];
    if (one.whole === 1) return [start + toCardinal(1, before.gender), end];
  }
  const gender = before ? 'feminine' : genderAhead(text, end);
  return [start + toSpokenNumbers(numbers, gender, false), end];
}

/** Returns an ordinal: שלישית; undefined above ten, where Hebrew uses the cardinal. */
function toOrdinal(number: number, gender: Gender): string | undefined {
  return ORDINALS[gender][number - 1];
}
