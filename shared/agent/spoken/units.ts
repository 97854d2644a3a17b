import type { Gender } from './cardinal.ts';

/** A unit written as a sign, with its words for one, two, a few and many. */
export interface Unit {
  readonly gender: Gender;
  readonly one: string;
  readonly two: string;
  readonly few: string;
  readonly many: string;
}

const SHEKEL = unit('שקל', 'שקלים', 'שקל');
// Speakers drop "square" after a number of metres; a unit without a number keeps it (see abbreviations).
const METRE = unit('מטר', 'מטרים', 'מטר');
const LENGTH = unit('מטר', 'מטרים', 'מטר');
const KILOMETRE = unit('קילומטר', 'קילומטרים', 'קילומטר');
const CENTIMETRE = unit('סנטימטר', 'סנטימטרים', 'סנטימטר');
const PERCENT = { ...unit('אחוז', 'אחוז', 'אחוז'), two: 'אחוזים' };

const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['₪', SHEKEL],
  ['ש"ח', SHEKEL],
  ['שח', SHEKEL],
  ['מ"ר', METRE],
  ["מ'", LENGTH],
  ['ק"מ', KILOMETRE],
  ['ס"מ', CENTIMETRE],
  ['מ"מ', unit('מילימטר', 'מילימטרים', 'מילימטר')],
  ['ק"ג', unit('קילו', 'קילו', 'קילו')],
  ['מ"ק', unit('קוב', 'קוב', 'קוב')],
  ['%', PERCENT],
  ['$', unit('דולר', 'דולר', 'דולר')],
  ['€', unit('יורו', 'יורו', 'יורו')],
  ['£', unit('פאונד', 'פאונד', 'פאונד')],
]);

/** Matches a unit behind a number; the source of a regular expression. */
export const UNIT_BEHIND = `(?:[₪%$€£]|(?:ש["״”]?ח|[מקס]["״”][רמ]|[מק]["״”][קג]|מ['׳’](?! ?(?:₪|ש["״”]?ח)))(?![א-ת"'״׳”’]))`;

/** Matches a currency before a number; the source of a regular expression. */
export const CURRENCY_BEFORE = String.raw`(?:[₪$€£]|(?<![א-ת\u0591-\u05C7"'״׳])ש["״”]?ח)`;

/** Returns the unit of a written sign; undefined if it is unknown. */
export function unitOf(written: string): Unit | undefined {
  return UNITS.get(written.trim().replace(/[״”]/, '"').replace(/[׳’]/, "'"));
}

/** Returns whether a unit is the shekel, whose hundredths have their own name. */
export function isShekel(unit: Unit | undefined): boolean {
  return unit === SHEKEL;
}

/** Returns whether a unit is a length, whose hundredths are said behind it: מטר עשרים. */
export function isLength(unit: Unit | undefined): boolean {
  return unit === LENGTH;
}

function unit(one: string, few: string, many: string): Unit {
  return { gender: 'masculine', one, two: few, few, many };
}
