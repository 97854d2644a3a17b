import { toDigits } from './cardinal.ts';
import { PREFIX, withPrefix } from './prefix.ts';

// Every voice pauses at a comma.
const PAUSE = ', ';

const GAP = `(?:[-־–.]| ?, ?| )?`;
const NATIONAL = new RegExp(
  String.raw`(?<![\d,.])${PREFIX}(?:(?:\+|00)972${GAP}\(?0?\)?|972[- ]?(?=5\d)|\(?(?=0))(0?(?:5\d|7\d|[23489]))\)?${GAP}(\d{3})${GAP}(\d{2})${GAP}(\d{2})(?!\d)`,
  'g',
);
const SERVICE = new RegExp(
  String.raw`(?<![\d,.])${PREFIX}(1)${GAP}([5-9]\d\d)${GAP}(\d{3})${GAP}(\d{3})(?!\d)`,
  'g',
);
const FOREIGN = /(?<!\d)\+(\d(?:[-. ()]{0,2}\d){6,14})(?!\d)/g;
const STAR =
  /(?<![*\dא-ת])(?:(?<![א-ת])([והבלמשכ]{1,3})[-־]?)?\*(\d{3,5})(?![\d*]|[,.]\d| ?[₪%])|(?<![*\d.,])(\d{4,5})\*(?![\d*א-ת]| ?[₪%])/g;
const NAMED_STAR = /(?<=(?<![א-ת])[והבלמ]{0,2}כוכבית )(\d{3,5})(?![\d,.]\d|\d| ?[₪%])/g;
/** Digits with two or more hyphens are a reference: a range has only one hyphen. */
const REFERENCE = /(?<![\d,.])\d+(?:-\d+){2,}(?!\d)/g;
/** A number that goes on in digits after it began in words: אפס חמש ארבע 1234567. */
const BEGUN =
  /(?<=(?<![א-ת])[ולמב]?(?:אפס|אחת|שתיים|שלוש|ארבע|חמש|שש|שבע|שמונה|תשע),? (?:אפס|אחת|שתיים|שלוש|ארבע|חמש|שש|שבע|שמונה|תשע)),? (\d{3})[- ]?(\d{3,5})(?![\d/]|[.,:]\d)/g;

/** Returns a text with telephone numbers digit by digit, and a pause between their groups. */
export function withSpokenTelephones(text: string): string {
  return text
    .replace(NATIONAL, (_, prefix, area, first, second, third) =>
      withPrefix(
        prefix,
        toSpokenGroups([area.startsWith('0') ? area : `0${area}`, first, second + third]),
      ),
    )
    .replace(SERVICE, (_, prefix, ...groups) =>
      withPrefix(prefix, toSpokenGroups(groups.slice(0, 4))),
    )
    .replace(FOREIGN, (_, digits: string) => `פלוס ${toSpokenGroups(toGroups(digits))}`)
    .replace(STAR, (_, prefix, after, before) =>
      withPrefix(prefix, `כוכבית ${toDigits(after ?? before)}`),
    )
    .replace(NAMED_STAR, toDigits)
    .replace(BEGUN, (_, first, rest) => `${PAUSE}${toSpokenGroups([first, rest])}`)
    .replace(REFERENCE, (digits) => {
      if (isDate(digits)) return digits;
      const groups = digits.split('-');
      return isSplit(groups) ? groups.join(', ') : toSpokenGroups(groups);
    });
}

/** Returns the groups that were written, or else groups of two and three digits. */
function toGroups(digits: string): readonly string[] {
  const written = digits.split(/\D+/);
  if (written.length > 2) return written;
  return digits.replace(/\D/g, '').match(/\d{2,3}(?!\d$)|\d+/g) ?? [];
}

function toSpokenGroups(groups: readonly string[]): string {
  return groups.map(toDigits).join(PAUSE);
}

/** Shares of a whole: 20-20-60. */
function isSplit(groups: readonly string[]): boolean {
  return groups.reduce((sum, group) => sum + Number(group), 0) === 100;
}

function isDate(digits: string): boolean {
  return /^(?:(?:19|20)\d\d-\d\d?-\d\d?|\d\d?-\d\d?-(?:19|20)\d\d)$/.test(digits);
}
