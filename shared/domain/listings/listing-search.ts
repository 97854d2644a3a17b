import type { Deal, Listing } from './listing.ts';
import { cityKey } from './listing-city.ts';
import type { Feature } from './listing-features.ts';

/** What a caller looks for; what is absent does not matter. */
export type ListingSearch = {
  readonly deal: Deal;
  readonly city?: string | undefined;
  readonly roomsMin?: number | undefined;
  readonly roomsMax?: number | undefined;
  readonly priceMaxIls?: number | undefined;
  /** The home has every one of them. */
  readonly features?: readonly Feature[] | undefined;
};

/** How many listings a search finds: more than five nobody keeps in mind on the phone. */
export const MAX_FOUND = 5;

/** Tells whether a listing is on offer and is what a caller looks for. */
export function isWanted(listing: Listing, wanted: ListingSearch): boolean {
  const { deal, city, roomsMin = 0, roomsMax = Infinity, priceMaxIls = Infinity } = wanted;
  return (
    listing.status === 'active' &&
    listing.deal === deal &&
    (!city?.trim() || cityKey(listing.city) === cityKey(city)) &&
    listing.rooms >= roomsMin &&
    listing.rooms <= roomsMax &&
    listing.price_ils <= priceMaxIls &&
    (wanted.features ?? []).every((feature) => listing.features.includes(feature))
  );
}

/** Orders listings as a caller is told of them: the cheapest first, of two at one price the larger, so that the same question has the same answer. */
export function byPrice(a: Listing, b: Listing): number {
  return (
    a.price_ils - b.price_ils ||
    b.rooms - a.rooms ||
    (b.sqm ?? 0) - (a.sqm ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}
