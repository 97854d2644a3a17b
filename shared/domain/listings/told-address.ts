import { houseOf } from './house-number.ts';
import type { Listing } from './listing.ts';

/** The rules on telling house numbers: to every caller, to one with a viewing of the home, or to none. */
export const houseNumberRules = ['told', 'after_booking', 'never'] as const;

export type HouseNumberRule = (typeof houseNumberRules)[number];

/** The part of the office's settings that decides on house numbers. */
export type HouseNumberSetting = { readonly house_number: HouseNumberRule };

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
  listing: Pick<Listing, 'street' | 'number'>,
  settings: HouseNumberSetting,
  isBooked: boolean,
): string | undefined {
  const { street, number } = houseOf(listing);
  if (!street || !number || !isNumberTold(settings, isBooked)) return street;
  return `${street} ${number}`;
}
