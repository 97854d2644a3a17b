import type { Listing } from './listing.ts';

/** A house number as offices write it: `88`, `12א`, `7/4`, `3-5`. */
const NUMBER =
  /(?<!\d)\d{1,4}(?!\d)(?:[א-תa-z]['׳’]?(?=\s?[-–/]\s?\d))?(?:\s?[-–/]\s?\d{1,3}(?!\d))?(?:[א-תa-z]['׳’]?|\s[א-ת](?!['׳’]?\s*\d)['׳’]?)?(?![\p{L}"״])/giu;
/** The word before a name, without one: `רחוב 3056` has no other name. */
const NO_NAME = /^(?:רחוב|רח['׳’]?|סמטת?|שדרות|שד['׳’]?|דרך|כביש)$/u;
/** A letter that belongs to the number behind it: `ה-29`. */
const LETTER_BEFORE = /(?<!\p{L})\p{L}[-–]$/u;
/** A street may be named after a day: `29 בנובמבר`. */
const MONTH_BEHIND =
  /^\s*ב(?:ינואר|פברואר|מרץ|מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר)(?!\p{L})/u;
/** The level of a floor, as `2`, `2 מתוך 4`, `קרקע`, `ב'`, `ראשונה`. */
const LEVEL =
  /((?:-?\d{1,3}(?!\d)|(?:קרקע|מרתף|גן|גג|ראשונה|שני+ה|שלישית|רביעית|חמישית|שישית|שביעית|שמינית|תשיעית|עשירית|אחרונה|עליונה)(?!\p{L})|[א-ל]['׳’"״]?[א-ט]?['׳’]?(?![\p{L}\d]))(?: ?(?:מתוך|of|\/) ?\d{1,3}(?!\d)(?: קומות)?)?)/u
    .source;
/** A short word for a floor or a flat counts behind a number alone: רובע ד' 8 is a street. */
const BEHIND_NUMBER = /(?<=\d[א-ת'׳’]{0,2}[\s,]{1,3})/.source;
const FLOOR = `(?:קומה|קומת|floor)(?!\\p{L}):? ?${LEVEL}`;
const SHORT_FLOOR = `${BEHIND_NUMBER}ק(?:['׳’.]|(?= ?\\d)|(?= קרקע)) ?${LEVEL}`;
const FLAT = `(?:דירה|כניסה|apt\\.?|flat)(?: מס['׳’]?)?:? ?(?:\\d{1,4}[א-ת]?|[א-ת]['׳’]?)(?![\\p{L}\\d])`;
const SHORT_FLAT = `${BEHIND_NUMBER}ד['׳’]? ?\\d{1,4}`;
/** A postal code has seven digits: https://www.israelpost.co.il/zip */
const POSTAL_CODE = 'מיקוד:? ?\\d{5,7}|(?<!\\d)\\d{7}(?!\\d)';
/** The parts of an address that say where in the house a home is, and its postal code. */
const WITHIN_HOUSE = new RegExp(
  `(?<!\\p{L})(?:${FLOOR}|${SHORT_FLOOR}|${FLAT}|${SHORT_FLAT}|${POSTAL_CODE})`,
  'giu',
);
/** A number or a floor in brackets: הרצל (88), הרצל 14 (קומה ב). */
const IN_BRACKETS = /\(([^()]*(?:\d|קומה)[^()]*)\)/g;
/** Signs and words between a street and its number. */
const BETWEEN = /[\s,.(:–-]*(?:(?<!\p{L})(?:מס(?:פר|['׳’.])?|בית|no\.?|#)[\s.:]*)?$/iu;

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

/** The parts of an address: its street, number and floor as written, and a rest such as a corner. */
export type AddressParts = {
  readonly street: string;
  readonly number?: string;
  readonly floor?: string;
  readonly rest: string;
};

/** Returns a street without its house number, on either side of the name, and the number if it has one. */
export function splitHouse(written: string): { readonly street: string; readonly number?: string } {
  const { street, number } = addressParts(written);
  return { street, ...(number && { number }) };
}

/** Returns a text without flats, entrances, floors and postal codes, and the first floor of these as written. */
export function outsideHouse(written: string): { readonly text: string; readonly floor?: string } {
  let floor: string | undefined;
  const text = written
    .replace(IN_BRACKETS, ' $1 ')
    .replace(WITHIN_HOUSE, (_part, long?: string, short?: string) => {
      floor ??= long ?? short;
      return ' ';
    })
    .replace(/\s+/g, ' ')
    .replace(/^[ ,]+|[ ,]+$/g, '')
    .trim();
  return { text, ...(floor && { floor }) };
}

/** Returns the parts of an address: `ארלוזורוב 88/4 ק' 3`, `12 הרצל`, `הרצל 14 פינת ביאליק`. */
export function addressParts(written: string): AddressParts {
  const { text, ...floor } = outsideHouse(written);
  let leading: AddressParts | undefined;
  for (const { 0: found, index } of text.matchAll(NUMBER)) {
    const before = text.slice(0, index);
    const behind = text.slice(index + found.length);
    if (MONTH_BEHIND.test(behind) || LETTER_BEFORE.test(before)) continue;
    const number = found.replace(/\s+/g, '');
    const street = before.replace(BETWEEN, '').trim();
    if (/\p{L}/u.test(street) && !NO_NAME.test(street)) {
      return { street, number, rest: behind.replace(/^[\s,.]+|[\s,.]+$/g, ''), ...floor };
    }
    const name = behind.replace(/^[\s,.)-]+/, '');
    if (!street && /^\p{L}{2}/u.test(name)) leading = { street: name, number, rest: '', ...floor };
  }
  return leading ?? { street: text || written.trim(), rest: '', ...floor };
}

/** Returns the numbers of a house, without letters and flats: a range has two. */
export function numbersOf(number: string): readonly string[] {
  const [house = ''] = number.split('/');
  return house
    .split(/[-–]/)
    .flatMap((part) => /\d+/.exec(part)?.[0].replace(/^0+(?=\d)/, '') ?? []);
}
