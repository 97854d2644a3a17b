import { toCardinal } from './cardinal.ts';
import { withPrefix } from './prefix.ts';

const FLOOR =
  /(?<![א-ת])([ובהלמש]{0,2})קומה (ה[-־])?(-?\d{1,3})(?:\/(\d{1,3}))?(?![\d/:]|[.,-]\d| ?[-–] ?\d)/g;
const STREET = `(?<![א-ת])[והבלמשכ]{0,2}(?:רחוב|שדרות|שדרת|דרך|כיכר|סמטת)(?: [א-ת'"׳״־-]+){1,3} `;
const HOUSE_AND_FLAT = new RegExp(String.raw`(?<=${STREET})(\d{1,3})\/(\d{1,3})(?![\d/.,])`, 'g');
const BEHIND_STREET = new RegExp(`${STREET}$`);

/** The longest recognised street name before a house number, in characters. */
const STREET_CHARS = 50;

/** Returns a text with floors and flats in words: floors by number, the two lowest by name. */
export function withSpokenAddresses(text: string): string {
  return text
    .replace(FLOOR, (match, prefix, ordinal, floor, outOf) => {
      if (ordinal) return match;
      const of = outOf ? ` מתוך ${toNumber(outOf)}` : '';
      if (Number(floor) === 0) return withPrefix(prefix, `קומת קרקע${of}`);
      if (Number(floor) === 1) return withPrefix(prefix, `קומה ראשונה${of}`);
      if (floor.startsWith('-'))
        return withPrefix(prefix, `קומה מינוס ${toNumber(floor.slice(1))}${of}`);
      return withPrefix(prefix, `קומה ${toNumber(floor)}${of}`);
    })
    .replace(HOUSE_AND_FLAT, (_, house, flat) => `${toNumber(house)} דירה ${toNumber(flat)}`);
}

/** Returns whether a text ends in a street name, so that the next number is a house number. */
export function endsInStreet(text: string): boolean {
  return BEHIND_STREET.test(text.slice(-STREET_CHARS));
}

function toNumber(digits: string): string {
  return toCardinal(Number(digits), 'feminine');
}
