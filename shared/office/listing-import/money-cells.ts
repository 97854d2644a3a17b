import type { Wrong } from './cell.ts';
import { withPlainQuotes } from './cell-text.ts';
import { inRange, type NumberKind, remedyOf, toNumber } from './number-cells.ts';
import { numberInWords } from './number-words.ts';

/** A sum in shekels, words that belong to it, and its months, where the cell tells them. */
export type Money = {
  readonly ils: number;
  readonly notes: readonly string[];
  readonly months?: 1 | 2;
};

/** A kind of sum; whether its cells may be for two months, and whether a rent may include it. */
type MoneyKind = Omit<NumberKind, 'unit'> & {
  readonly takesTwoMonths?: boolean;
  readonly isPartOfRent?: boolean;
};

/** A longer cell is a sentence, not a sum; the limit also bounds the work of every pattern here. */
const MAX_CHARACTERS = 60;
/** Short words for thousands and for millions of shekels: `2,100 אש"ח`, `2.1 מש"ח`. */
const IN_THOUSANDS = /(?<=\d) ?אש"?ח/g;
const IN_MILLIONS = /(?<=\d) ?(?:מש|מלש)"?ח/g;
const CURRENCY = /₪|ש"?ח|שקל(?:ים)?(?: חדש(?:ים)?)?|nis|ils/gi;
/** Words around a sum that do not change it. A sum for two months is another sum. */
const USUAL =
  /(?:מחיר מבוקש|(?<!\p{L})מבוקש|לחודש|לח'|בחודש|חודשית?|\/ ?חודש|per month|a month|\/ ?month|בלבד|סופי)(?!\p{L})/giu;
const TWO_MONTHS = /לחודשיים|דו"ח(?!\p{L})|דו[- ]?חודשית?(?!\p{L})/u;
const MONTHLY = /(?:לחודש|לח'|בחודש|חודשית?|\/ ?חודש|month)(?!\p{L})/iu;
/** A dash behind a sum, as on cheques: `8,900-`, `8,900.-`, `8,900/-` */
const CHEQUE_DASH = /\s*[./]?[-–]$/;
/** The name of the column before its sum: `מחיר: 5500`. */
const NAMED = /^(?:ה?מחיר|שכר דירה|שכ"ד|סכום)(?: מבוקש)? ?: ?/;
/** A star that leads to a note elsewhere: `5500*`. */
const STAR = /\s*\*+$/;
/** Charges that a sum may hold or leave out: `7500 כולל ארנונה`, `7500 + ועד בית`. */
const CHARGE = /ארנונה|ו?ועד(?: ה?בית)?|מים|חשמל|גז|חשבונות|מיסים|הכ[ו]?ל/.source;
const CHARGES = `((?:${CHARGE})(?:(?: ?[,+] ?| ו-?)(?:${CHARGE}))*)(?!\\p{L})`;
/** Words that belong to a sum, with the words that callers are told. */
const additions = [
  [new RegExp(`(?:\\+|בתוספת|פלוס|ללא|לא כולל) ?${CHARGES}`, 'gu'), 'לא כולל $1'],
  [new RegExp(`כולל ${CHARGES}`, 'gu'), 'כולל $1'],
  [/^(?:כ ?\p{Pd}? ?|~ ?|≈ ?|בערך |בסביבות )(?=\d)| \(?בערך\)?$/gu, 'הסכום משוער'],
  [/(?:\+|בתוספת|ללא|לא כולל|לפני) ?מע"?מ|\+ ?vat/gi, 'לא כולל מע"מ'],
  [/כולל מע"?מ/g, 'כולל מע"מ'],
  [/החל מ ?[-–]? ?/g, 'זה המחיר ההתחלתי'],
  [/(?:המחיר )?גמיש|נתון למו"?מ|negotiable/gi, 'המחיר גמיש'],
] as const;
/** The words by which a tax or a fee is part of the rent. */
const INCLUDED = /^(?:כלולה?|כולל)(?: ב?(?:ה?מחיר|שכ"ד|שכר ה?דירה|שכירות))?$|^included$/i;
const OTHER_CURRENCY = /[$€£]|דולר|יורו|אירו|usd|eur/i;
const UNKNOWN = /פני[יה]|בטלפון|התקשר|צור קשר|לפי הסכמה|call|request|tbd/i;
const MILLIONS = /^(.*?) ?(?:מיליון|מליון|מיל'?|מ'|million|mln|m)(?!\p{L})(.*)$/iu;
const THOUSANDS = /^(.*?) ?(?:אלף|אלפים|א'|k)$/i;
/** A sum with a half in millions may miss a whole number by the rounding of binary fractions. */
const ROUNDING = 1e-6;

/** Reads a cell with a sum in shekels: `8,500 ₪`, `1.250.000`, `5.6 מיליון`, `שני מיליון ו-200`, `6.4K`, `4,200 לחודש`. */
export function money(kind: MoneyKind) {
  return (text: string): Money | Wrong => {
    if (text.length > MAX_CHARACTERS) return { must: kind.must };
    let sum = withPlainQuotes(text)
      .replace(IN_THOUSANDS, ' אלף')
      .replace(IN_MILLIONS, ' מיליון')
      .replace(CURRENCY, '')
      .trim()
      .replace(NAMED, '')
      .replace(STAR, '');
    const notes: string[] = [];
    for (const [words, note] of additions) {
      const rest = sum.replace(words, (_whole, charges) => {
        notes.push(typeof charges === 'string' ? note.replace('$1', charges) : note);
        return '';
      });
      sum = rest;
    }
    const months = monthsOf(sum);
    if (kind.takesTwoMonths) sum = sum.replace(TWO_MONTHS, '');
    sum = sum
      .replace(USUAL, '')
      .replace(/\(\s*\)/g, '')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(CHEQUE_DASH, '');
    if (kind.isPartOfRent && INCLUDED.test(sum)) return { ils: 0, notes: ['כלול במחיר'] };
    const ils = kind.words?.[sum] ?? toSum(sum);
    if (ils === undefined) return { must: kind.must, ...moneyRemedy(sum) };
    const read = inRange(ils, kind);
    return typeof read === 'number' ? { ils: read, notes, ...(months && { months }) } : read;
  };
}

function monthsOf(text: string): 1 | 2 | undefined {
  if (TWO_MONTHS.test(text)) return 2;
  return MONTHLY.test(text) ? 1 : undefined;
}

function moneyRemedy(text: string): { readonly remedy?: string } {
  if (OTHER_CURRENCY.test(text)) return { remedy: 'write the sum in shekels' };
  if (UNKNOWN.test(text)) {
    return { remedy: 'callers are told a price; write one, or leave the row out' };
  }
  return remedyOf(text);
}

function toSum(text: string): number | undefined {
  const [, millions, rest = ''] = MILLIONS.exec(text) ?? [];
  if (millions !== undefined) return toMillions(millions, rest);
  const [, thousands] = THOUSANDS.exec(text) ?? [];
  if (thousands !== undefined) return whole(toNumber(thousands), 1_000);
  return toNumber(text, true);
}

/** Parts of a million, before the word. */
const PARTS: Readonly<Record<string, number>> = { חצי: 0.5, רבע: 0.25 };

/** Returns the sum of millions and a rest, where `ו-200` means two hundred thousand. */
function toMillions(count: string, rest: string): number | undefined {
  const added = addedToMillions(rest.trim());
  // “מיליון” alone may be a cell that lost its number; with a rest it is one million.
  const millions = count === '' && rest.trim() ? 1 : (PARTS[count] ?? numberInWords(count));
  if (added === undefined || millions === undefined) return undefined;
  const ils = whole(millions, 1_000_000);
  return ils === undefined ? undefined : ils + added;
}

function addedToMillions(text: string): number | undefined {
  if (text === '') return 0;
  const isInThousands = THOUSANDS.test(text);
  const part = /^(?:ו-?|\+) ?(.+)$/.exec(text)?.[1] ?? (isInThousands ? text : undefined);
  if (part === undefined) return undefined;
  if (part === 'חצי') return 500_000;
  if (part === 'רבע') return 250_000;
  const plain = toNumber(THOUSANDS.exec(part)?.[1] ?? part);
  if (plain === undefined || plain <= 0) return undefined;
  return whole(plain, plain < 1_000 ? 1_000 : 1);
}

function whole(count: number | undefined, times: number): number | undefined {
  if (count === undefined) return undefined;
  const product = count * times;
  const rounded = Math.round(product);
  return Math.abs(product - rounded) < ROUNDING ? rounded : product;
}
