import type { Deal, Listing } from './listing.ts';
import { cityKey } from './listing-city.ts';
import type { Feature } from './listing-features.ts';

/** The criteria of a search; an absent one does not matter. */
export type ListingSearch = {
  readonly deal: Deal;
  readonly city?: string | undefined;
  readonly roomsMin?: number | undefined;
  readonly roomsMax?: number | undefined;
  readonly priceMaxIls?: number | undefined;
  /** The home must have all of them. */
  readonly features?: readonly Feature[] | undefined;
};

/** The result of a search. */
export type FoundListings = {
  /** The listings on offer that match: the cheapest first, at most `MAX_FOUND`. */
  readonly listings: readonly Listing[];
  /** Whether the search ended before it had read every home, so that more may match. */
  readonly isCutOff: boolean;
};

/** The most listings that a search finds: callers cannot remember more than five. */
export const MAX_FOUND = 5;

/** Returns whether a listing is active and meets all criteria. */
export function isWanted(listing: Listing, wanted: ListingSearch): boolean {
  const { deal, city, roomsMin = 0, roomsMax = Infinity, priceMaxIls = Infinity } = wanted;
  return (
    listing.status === 'active' &&
    listing.deal === deal &&
    (!city?.trim() || cityKey(listing.city) === cityKey(city)) &&
    (listing.rooms ?? 0) >= roomsMin &&
    (listing.rooms ?? 0) <= roomsMax &&
    listing.price_ils <= priceMaxIls &&
    (wanted.features ?? []).every((feature) => listing.features.includes(feature))
  );
}

/** Orders listings by price, then from large to small, then by id. A question always has the same answer. */
export function byPrice(a: Listing, b: Listing): number {
  return (
    a.price_ils - b.price_ils ||
    (b.rooms ?? 0) - (a.rooms ?? 0) ||
    (b.sqm ?? 0) - (a.sqm ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}
