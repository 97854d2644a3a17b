import { toDigits } from './cardinal.ts';
import { PREFIX, withPrefix } from './prefix.ts';

// Every voice pauses at a comma.
const PAUSE = ', ';

const GAP = `(?:[-־–.]| ?, ?| )?`;
const NATIONAL = new RegExp(
  String.raw`(?<![\d,.])${PREFIX}(?:\+972${GAP}\(?0?\)?|\(?(?=0))(0?(?:5\d|7\d|[23489]))\)?${GAP}(\d{3})${GAP}(\d{2})${GAP}(\d{2})(?!\d)`,
  'g',
);
const SERVICE = new RegExp(
  String.raw`(?<![\d,.])${PREFIX}(1)${GAP}([5-9]\d\d)${GAP}(\d{3})${GAP}(\d{3})(?!\d)`,
  'g',
);
const FOREIGN = /(?<!\d)\+(\d(?:[- ]?\d){6,14})(?!\d)/g;
const STAR = /(?<![*\d])(?<![א-ת])\*(\d{3,5})(?![\d*,.]| ?[₪%])/g;
/** Digits with two or more hyphens are a reference: a range has only one hyphen. */
const REFERENCE = /(?<![\d,.])\d+(?:-\d+){2,}(?!\d)/g;

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
    .replace(FOREIGN, (_, digits: string) => {
      const groups = digits.replace(/\D/g, '').match(/\d{2,3}(?!\d$)|\d+/g) ?? [];
      return `פלוס ${toSpokenGroups(groups)}`;
    })
    .replace(STAR, (_, digits: string) => `כוכבית ${toDigits(digits)}`)
    .replace(REFERENCE, (digits) => (isDate(digits) ? digits : toSpokenGroups(digits.split('-'))));
}

function toSpokenGroups(groups: readonly string[]): string {
  return groups.map(toDigits).join(PAUSE);
}

function isDate(digits: string): boolean {
  return /^(?:(?:19|20)\d\d-\d\d?-\d\d?|\d\d?-\d\d?-(?:19|20)\d\d)$/.test(digits);
}
