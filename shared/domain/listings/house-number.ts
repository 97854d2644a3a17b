import type { Listing } from './listing.ts';

/** A house number as offices write it: `88`, `12א`, `7/4`, `3-5`. */
const NUMBER =
  /(?<!\d)\d{1,4}(?!\d)(?:\s?[-–/]\s?\d{1,3}(?!\d))?(?:[א-תa-z]['׳’]?|\s[א-ת](?!['׳’]?\s*\d)['׳’]?)?(?![\p{L}"״])/giu;
/** The word before a name, without one: `רחוב 3056` has no other name. */
const NO_NAME = /^(?:רחוב|רח['׳’]?|סמטת?|שדרות|שד['׳’]?|דרך|כביש)$/u;
/** A letter that belongs to the number behind it: `ה-29`. */
const LETTER_BEFORE = /(?<!\p{L})\p{L}[-–]$/u;
/** A street may be named after a day: `29 בנובמבר`. */
const MONTH_BEHIND =
  /^\s*ב(?:ינואר|פברואר|מרץ|מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר)(?!\p{L})/u;
/** A flat, an entrance or a floor behind an address. */
const FLAT =
  /[\s,]+(?:דירה|כניסה|קומה|apt|flat|floor|(?<=\d['׳’א-ת]{0,2}[\s,]+)[דק](?=['׳’.]\s*[\dא-ת]))(?![א-תa-z]).*$/iu;
/** Signs and words between a street and its number. */
const BETWEEN = /[\s,.(:–-]*(?:(?<!\p{L})מס(?:פר|['׳’.])?[\s.:]*)?$/u;

/** The place of a home within its city. */
export type House = { readonly street?: string; readonly number?: string };

/** Returns the street and the house number of a home, also where the office wrote both into the street. */
export function houseOf({ street, number }: Pick<Listing, 'street' | 'number'>): House {
  const written = street?.trim();
  if (!written) return {};
  const apart = splitHouse(written);
  const its = number?.trim() || apart.number;
  return { street: apart.street, ...(its && { number: its }) };
}

/** Returns a street without its house number, on either side of the name, and the number if it has one. */
export function splitHouse(written: string): { readonly street: string; readonly number?: string } {
  const address = written.trim().replace(FLAT, '') || written.trim();
  let leading: { readonly street: string; readonly number?: string } | undefined;
  for (const { 0: found, index } of address.matchAll(NUMBER)) {
    const before = address.slice(0, index);
    const behind = address.slice(index + found.length);
    if (MONTH_BEHIND.test(behind) || LETTER_BEFORE.test(before)) continue;
    const number = found.replace(/\s+/g, '');
    const street = before.replace(BETWEEN, '').trim();
    if (/\p{L}/u.test(street) && !NO_NAME.test(street)) return { street, number };
    const name = behind.replace(/^[\s,.)-]+/, '');
    if (!street && /^\p{L}{2}/u.test(name)) leading = { street: name, number };
  }
  return leading ?? { street: address };
}

/** Returns the numbers of a house, without letters and flats: a range has two. */
export function numbersOf(number: string): readonly string[] {
  const [house = ''] = number.split('/');
  return house
    .split(/[-–]/)
    .flatMap((part) => /\d+/.exec(part)?.[0].replace(/^0+(?=\d)/, '') ?? []);
}
