import { cityKey } from './listing-city.ts';
import type { Feature } from './listing-features.ts';

/** What an office does with a home. */
export type Deal = 'rent' | 'sale';

/** A home that the office offers, or offered. */
export type Listing = {
  /** The office's own. */
  readonly id: string;
  readonly deal: Deal;
  /** As the office writes it. */
  readonly city: string;
  readonly street?: string | undefined;
  readonly neighbourhood?: string | undefined;
  /** Halves are rooms too. */
  readonly rooms: number;
  /** 0 is the ground floor. */
  readonly floor?: number | undefined;
  readonly sqm?: number | undefined;
  /** Of a rental: for a month. */
  readonly price_ils: number;
  readonly features: readonly Feature[];
  /** A day, `2026-11-23`, or `now`. */
  readonly available_from?: string | undefined;
  readonly description?: string | undefined;
  readonly status: 'active' | 'removed';
  readonly updated_at: number;
};

/** A listing with the keys of the indexes that callers' questions are answered from; one that is removed has none. */
export type ListingRow = Listing & {
  /** The partition of an offer by deal and city. */
  readonly deal_city?: string | undefined;
  /** The partition of an offer by deal alone. */
  readonly offered?: Deal | undefined;
};

/** Names the partition of all offers of a deal in a city, however the city is written. */
export function dealCity(deal: Deal, city: string): string {
  return `${deal}#${cityKey(city)}`;
}

/** Gives a listing the keys under which callers find it. */
export function toListingRow(listing: Listing): ListingRow {
  if (listing.status === 'removed') return listing;
  const { deal, city } = listing;
  return { ...listing, deal_city: dealCity(deal, city), offered: deal };
}

/** Takes from a row what only the store needs. */
export function toListing({ deal_city: _city, offered: _deal, ...listing }: ListingRow): Listing {
  return listing;
}

/** Tells whether two rows say the same of a home, whenever they were written. */
export function isSameListing(a: ListingRow, b: ListingRow): boolean {
  return contentOf(a) === contentOf(b);
}

function contentOf({ updated_at: _at, features, ...row }: ListingRow): string {
  const columns = Object.entries({ ...row, features: features.toSorted() });
  return JSON.stringify(
    columns.filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
