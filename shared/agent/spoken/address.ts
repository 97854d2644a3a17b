import { toCardinal } from './cardinal.ts';
import { joined } from './prefix.ts';

const FLOOR =
  /(?<![א-ת])([ובהלמש]{0,2})קומה (ה[-־])?(-?\d{1,3})(?:\/(\d{1,3}))?(?![\d/:]|[.,-]\d| ?[-–] ?\d)/g;
const STREET = `(?<![א-ת])[והבלמשכ]{0,2}(?:רחוב|שדרות|שדרת|דרך|כיכר|סמטת)(?: [א-ת'"׳״־-]+){1,3} `;
const HOUSE_AND_FLAT = new RegExp(String.raw`(?<=${STREET})(\d{1,3})\/(\d{1,3})(?![\d/.,])`, 'g');
const BEHIND_STREET = new RegExp(`${STREET}$`);

/** The longest street name that is recognised before its house number, in characters. */
const STREET_CHARS = 50;

/** Says floors and flats: every floor by its number, but the two lowest by their names. */
export function withSpokenAddresses(text: string): string {
  return text
    .replace(FLOOR, (match, prefix, ordinal, floor, outOf) => {
      if (ordinal) return match;
      const of = outOf ? ` מתוך ${toNumber(outOf)}` : '';
      if (Number(floor) === 0) return joined(prefix, `קומת קרקע${of}`);
      if (Number(floor) === 1) return joined(prefix, `קומה ראשונה${of}`);
      if (floor.startsWith('-'))
        return joined(prefix, `קומה מינוס ${toNumber(floor.slice(1))}${of}`);
      return joined(prefix, `קומה ${toNumber(floor)}${of}`);
    })
    .replace(HOUSE_AND_FLAT, (_, house, flat) => `${toNumber(house)} דירה ${toNumber(flat)}`);
}

/** Tells whether a text ends in the name of a street, so that the next number is a house. */
export function endsInStreet(text: string): boolean {
  return BEHIND_STREET.test(text.slice(-STREET_CHARS));
}

function toNumber(digits: string): string {
  return toCardinal(Number(digits), 'feminine');
}
