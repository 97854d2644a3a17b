import { houseOf } from './house-number.ts';
import type { Listing } from './listing.ts';

/** The rules on telling house numbers: to every caller, to one with a viewing of the home, or to none. */
export const houseNumberRules = ['told', 'after_booking', 'never'] as const;

export type HouseNumberRule = (typeof houseNumberRules)[number];

/** The part of the office's settings that decides on house numbers. */
export type HouseNumberSetting = { readonly house_number: HouseNumberRule };

type Place = Pick<Listing, 'street' | 'number'>;

/** Returns whether a caller may be told the house number of a home. */
export function isNumberTold(
  { house_number: rule }: HouseNumberSetting,
  isBooked: boolean,
): boolean {
  return rule === 'told' || (rule === 'after_booking' && isBooked);
}

/**
 * Returns a home's street as this caller may hear it, with the house number only where that is allowed.
 * Undefined for a home without a street. `isBooked` says whether this caller has a viewing of it ahead.
 */
export function addressTold(
  listing: Place,
  settings: HouseNumberSetting,
  isBooked: boolean,
): string | undefined {
  const { street, number } = houseOf(listing);
  if (!street || !number || !isNumberTold(settings, isBooked)) return street;
  return `${street} ${number}`;
}

/** Returns a home's description as a caller may hear it, and at most so long. */
export function descriptionTold(
  listing: Place & Pick<Listing, 'description'>,
  isTold: boolean,
  maxChars: number,
): string | undefined {
  const { street, number } = houseOf(listing);
  const written = listing.description?.replace(/\s+/g, ' ').trim();
  if (!written) return undefined;
  const told = isTold || !number ? written : withoutNumber(written, number, street);
  if (told.length <= maxChars) return told;
  // The last word may be cut in half.
  return `${told.slice(0, maxChars).replace(/\s+\S*$/, '')}…`.toWellFormed();
}

/** Takes the house number away behind the street, or behind a word for a number or a house. */
function withoutNumber(text: string, number: string, street = ''): string {
  const escaped = (part: string) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const before = ['מספר', 'מס', 'בית', 'בניין', 'רחוב', ...street.split(/\s+/).slice(-1)];
  const behind = before.filter(Boolean).map(escaped).join('|');
  const pattern = new RegExp(
    `((?:${behind})['׳’]?[\\s,:]+)${escaped(number)}(?![\\p{L}\\p{N}])`,
    'gu',
  );
  return text
    .replace(pattern, '$1')
    .replace(/\s+(?=[\s,.])/g, '')
    .trim();
}
