import { houseOf, numbersOf } from './house-number.ts';
import type { Listing } from './listing.ts';
import { nameKey } from './listing-names.ts';
import { placeGrade } from './place-match.ts';

/** A number as descriptions write it, with a range, a flat or a letter behind it: `88`, `1,200`, `12-14`, `88א`. */
const NUMBER =
  /\d+(?:[.,:]\d+)*(?:\s?[-–/]\s?\d+(?:[.,:]\d+)*)*(?:(?!\s?ח['׳’])\s?[א-ת]['׳’](?!\p{L})|(?!ח['׳’])[א-תa-z](?![\p{L}"״]))?/giu;
/** A number that can be a house's: up to four digits, a range, a flat, a letter. */
const HOUSE = /^0*\d{1,4}(?:\s?[-–/]\s?\d{1,4})?\s?(?:\p{L}['׳’]?)?$/u;
/** The words behind a number of something else: `3 חדרים`, `5 דקות`. */
const UNIT =
  /^[\s-]?(?:[%₪+]|ח['׳’]|(?:חדרי?|חדרים|חד|וחצי|קומות|קומתי|מ["״]ר|מר|מטרי?|מטרים|ק["״]מ|קמ|דונם|ש["״]ח|שח|שקלי?|שקלים|אלפי?|אלפים|מיליון|מליון|דקה|דקות|דק|שעות|שנה|שנים|שנות|חודשי?|חודשים|ימים|שבועות|אחוזי?|אחוזים|חניי?ה|חניי?ת|חניות|מרפסת|מרפסות|כיווני?|כיוונים|כניסות|שירותים|מקלחות|אמבטיות|מעליות|דירות|יחידות|יח["״]ד|מיטות|מזגנים|מחסנים|נפשות|שותפים|ארונות|חללים|מפלסים|ילדים|סוויטות|תחנות|צעדים|rooms?|bedrooms?|floors?|min|minutes?|sqm|m2|years?|months?|nis)(?![\p{L}]))/iu;
/** The words before a number of something else: `קומה 3`. */
const UNIT_BEFORE =
  /(?:[₪$]|(?<!\p{L})(?:[בה]?קומה|ק|תמ["״]?א|מתוך|חדרים|קו|קווים|אוטובוס|כביש|שנת|floor))[\s:'׳’]*(?:ה-)?$/iu;
/** The words for a house, behind which a number is the house's. */
const HOUSE_BEFORE = /(?<!\p{L})[בהלמ]?(?:בית|בניין|בנין)[\s,:-]+(?:מס(?:פר|['׳’.])?[\s.:]*)?$/u;
/** A street that is named in up to three words, and nothing but the name behind it. */
const STREET_BEFORE =
  /(?<!\p{L})[בהלמ]?(?:רחוב|רח['׳’]?|שדרות|שד['׳’])(?:\s+[\p{L}"״'׳’-]+){1,3}[\s,:(–-]+(?:מס(?:פר|['׳’.])?[\s.:]*)?$/u;
/** Signs, prepositions and words for a number that stand with it and mean nothing without it. */
const WITH_IT =
  /(?:(?<!\p{L})(?:מס(?:פר|['׳’.])?|no\.)[\s.:]*|(?<!\p{L})[בלמהוכ][-–]|[-–(#])\s*$/iu;

/** Returns a home's description as a caller may hear it, and at most so long. */
export function descriptionTold(
  listing: Pick<Listing, 'street' | 'number' | 'description'>,
  isTold: boolean,
  maxChars: number,
): string | undefined {
  const written = listing.description?.replace(/\s+/g, ' ').trim();
  if (!written) return undefined;
  const told = isTold ? written : withoutHouseNumber(written, houseOf(listing));
  if (told.length <= maxChars) return told;
  // The last word may be cut in half.
  return `${told.slice(0, maxChars).replace(/\s+\S*$/, '')}…`.toWellFormed();
}

type Place = ReturnType<typeof houseOf>;

/** Returns a text without the number of the house. If that is unknown, one beside the street goes. */
function withoutHouseNumber(text: string, { street = '', number = '' }: Place): string {
  const known = new Set(numbersOf(number));
  const isOwn = ({ 0: found, index }: RegExpMatchArray & { readonly index: number }) => {
    if (!HOUSE.test(found)) return false;
    const numbers = numbersOf(found);
    const [before, behind] = [text.slice(0, index), text.slice(index + found.length)];
    const isKnown = numbers.some((one) => known.has(one));
    if (known.size > 0 && !isKnown) return false;
    if (!isKnown && numbers.some((one) => new RegExp(`(?<!\\d)${one}(?!\\d)`).test(street))) {
      return false;
    }
    const isOther = UNIT.test(behind) || UNIT_BEFORE.test(before);
    const isBeside = isBesideStreet(before, behind, street);
    if (isKnown) return isBeside || !isOther;
    return !isOther && (isBeside || HOUSE_BEFORE.test(before) || STREET_BEFORE.test(before));
  };
  let told = '';
  let end = 0;
  for (const match of text.matchAll(NUMBER)) {
    if (!isOwn(match)) continue;
    told += text.slice(end, match.index).replace(WITH_IT, ' ');
    end = match.index + match[0].length;
    if (text[end] === ')') end++;
  }
  if (end === 0) return text;
  return (told + text.slice(end))
    .replace(/[\s,]+(?=[,.])|\s+(?=\s)/g, '')
    .replace(/^[\s,.:–-]+/, '')
    .trim();
}

/** Returns whether the street's last word ends right before a number, or its first one begins right behind it. */
function isBesideStreet(before: string, behind: string, street: string): boolean {
  const words = nameKey(street)
    .split(/[^\p{L}]+/u)
    .filter((word) => word && !/^(?:רחוב|רח|שדרות|שד)$/.test(word));
  const [, last = ''] =
    /([\p{L}"״'׳’]+)[\s,:(–-]*(?:(?<!\p{L})מס(?:פר|['׳’.])?[\s.:]*)?$/u.exec(before) ?? [];
  const [, first = ''] = /^[\s,-]+(?:רחוב\s|רח['׳’]\s?)?([\p{L}"״'׳’]+)/u.exec(behind) ?? [];
  return isWord(last, words.at(-1)) || isWord(first, words.at(0));
}

/** Returns whether two words are one name, however they are spelt. */
function isWord(written: string, name: string | undefined): boolean {
  return Boolean(written && name && placeGrade(written, name) > 0);
}
