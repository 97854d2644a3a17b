import type { Gender } from './cardinal.ts';

/** A unit that is written as a sign: how one of it, a few and many are said. */
export interface Unit {
  readonly gender: Gender;
  readonly one: string;
  readonly few: string;
  readonly many: string;
}

const SHEKEL = unit('שקל', 'שקלים', 'שקלים');
// People say so many metres of a flat and leave "square" out; an area alone keeps it (see abbreviations).
const METRE = unit('מטר', 'מטרים', 'מטר');
const KILOMETRE = unit('קילומטר', 'קילומטרים', 'קילומטר');
const CENTIMETRE = unit('סנטימטר', 'סנטימטרים', 'סנטימטר');

const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['₪', SHEKEL],
  ['ש"ח', SHEKEL],
  ['שח', SHEKEL],
  ['מ"ר', METRE],
  ["מ'", METRE],
  ['ק"מ', KILOMETRE],
  ['ס"מ', CENTIMETRE],
  ['%', unit('אחוז', 'אחוזים', 'אחוז')],
  ['$', unit('דולר', 'דולר', 'דולר')],
  ['€', unit('יורו', 'יורו', 'יורו')],
]);

/** How a unit is written behind a number, as the source of a regular expression. */
export const UNIT_BEHIND = `(?:[₪%$€]|(?:ש["״”]?ח|[מקס]["״”][רמ]|מ['׳’](?! ?(?:₪|ש["״”]?ח)))(?![א-ת"'״׳”’]))`;

/** How a currency is written before a number, as the source of a regular expression. */
export const CURRENCY_BEFORE = String.raw`(?:[₪$€]|(?<![א-ת\u0591-\u05C7"'״׳])ש["״”]?ח)`;

/** Tells the unit from how it is written. */
export function unitOf(written: string): Unit | undefined {
  return UNITS.get(written.trim().replace(/[״”]/, '"').replace(/[׳’]/, "'"));
}

/** Tells whether a unit is money that has hundredths with a name of their own. */
export function isShekel(unit: Unit | undefined): boolean {
  return unit === SHEKEL;
}

function unit(one: string, few: string, many: string): Unit {
  return { gender: 'masculine', one, few, many };
}
