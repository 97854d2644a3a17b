import type { Deal, Listing } from './listing.ts';
import type { Feature } from './listing-features.ts';
import type { ListingKind } from './listing-kinds.ts';

/** The criteria of a search; an absent one does not matter. */
export type ListingSearch = {
  readonly deal?: Deal | undefined;
  /** Absent for any kind of home; `apartment` also means the kinds that callers call so. */
  readonly kind?: ListingKind | undefined;
  /** A city, or an area that a caller says in its place. */
  readonly city?: string | undefined;
  readonly neighbourhood?: string | undefined;
  readonly street?: string | undefined;
  /** The house number. With the street it names one house, and then no other criterion counts but the city. */
  readonly number?: string | undefined;
  /** The number of an advertisement, or the office's own id. No other criterion counts beside it. */
  readonly adId?: string | undefined;
  readonly roomsMin?: number | undefined;
  readonly roomsMax?: number | undefined;
  readonly priceMinIls?: number | undefined;
  readonly priceMaxIls?: number | undefined;
  readonly floorMin?: number | undefined;
  readonly floorMax?: number | undefined;
  /** The last day, `2027-01-31`, by which the home must be free. */
  readonly availableBy?: string | undefined;
  /** The home must have all of them. */
  readonly features?: readonly Feature[] | undefined;
  /** The id of the last home that was told: only those behind it are wanted. */
  readonly after?: string | undefined;
};

/** The columns that a search reads: the projection of its index. */
export const searchedColumns = [
  'deal',
  'kind',
  'ad_ids',
  'city',
  'street',
  'number',
  'neighbourhood',
  'rooms',
  'floor',
  'sqm',
  'price_ils',
  'features',
  'available_from',
] as const satisfies readonly (keyof Listing)[];

/** A home as far as a search reads it. */
export type SearchedListing = Pick<Listing, 'id' | (typeof searchedColumns)[number]>;

/** A home that misses exactly one criterion, within limits. */
export type NearMiss<Home extends SearchedListing = Listing> = {
  readonly listing: Home;
  /** The difference in a few English words: `price 1,000 above`. */
  readonly misses: string;
};

/** The result of a search. */
export type FoundListings = {
  /** The matching listings on offer behind `after`: the cheapest first, at most `MAX_FOUND`. */
  readonly listings: readonly Listing[];
  /** The number of all that match, wherever `after` stands. */
  readonly found: number;
  /** The number of those that match and come behind these. */
  readonly left: number;
  /** The homes that miss by little, if fewer than `FEW` match: at most `MAX_NEAR`, the nearest first. */
  readonly near: readonly NearMiss[];
  /** The homes of the wanted advertisement or house that were on offer once, if none is now. */
  readonly removed: readonly SearchedListing[];
  /** Whether `after` names no listing that is known, so that the first ones are returned. */
  readonly isAfterUnknown: boolean;
};

/** The most listings that a search returns: callers cannot remember more than five. */
export const MAX_FOUND = 5;
/** With so many matches a caller has a choice, and needs no near misses. */
export const FEW = 2;
/** The most near misses: each takes a sentence. */
export const MAX_NEAR = 3;

/** Returns whether a search is for one advertisement or one house, whatever else was wanted before. */
export function isParticular({ adId, street, number }: ListingSearch): boolean {
  return Boolean(adId?.trim() || (street?.trim() && number?.trim()));
}

/** Orders listings by price, then from large to small, then by id. A question always has the same answer. */
export function byPrice(a: SearchedListing, b: SearchedListing): number {
  return (
    a.price_ils - b.price_ils ||
    (b.rooms ?? 0) - (a.rooms ?? 0) ||
    (b.sqm ?? 0) - (a.sqm ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}
