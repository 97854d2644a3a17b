import { cityKey } from './listing-city.ts';
import type { Feature } from './listing-features.ts';

/** The kind of offer. */
export type Deal = 'rent' | 'sale';

/** A home that the office offers or offered. */
export type Listing = {
  /** The office's own id. */
  readonly id: string;
  readonly deal: Deal;
  /** The city in the office's spelling. */
  readonly city: string;
  readonly street?: string | undefined;
  readonly neighbourhood?: string | undefined;
  /** Halves are allowed. */
  readonly rooms: number;
  /** 0 is the ground floor. */
  readonly floor?: number | undefined;
  readonly sqm?: number | undefined;
  /** The price; per month for a rental. */
  readonly price_ils: number;
  readonly features: readonly Feature[];
  /** A day, `2026-11-23`, or `now`. */
  readonly available_from?: string | undefined;
  readonly description?: string | undefined;
  readonly status: 'active' | 'removed';
  readonly updated_at: number;
};

/** A listing with the keys of the search indexes; a removed one has none. */
export type ListingRow = Listing & {
  /** The index partition by deal and city. */
  readonly deal_city?: string | undefined;
  /** The index partition by deal alone. */
  readonly offered?: Deal | undefined;
};

/** Returns the index partition of a deal in a city, the same for every spelling of the city. */
export function dealCity(deal: Deal, city: string): string {
  return `${deal}#${cityKey(city)}`;
}

/** Returns a listing with its index keys. */
export function toListingRow(listing: Listing): ListingRow {
  if (listing.status === 'removed') return listing;
  const { deal, city } = listing;
  return { ...listing, deal_city: dealCity(deal, city), offered: deal };
}

/** Returns a row without its index keys. */
export function toListing({ deal_city: _city, offered: _deal, ...listing }: ListingRow): Listing {
  return listing;
}

/** Returns whether two rows describe the same home equally, apart from `updated_at`. */
export function isSameListing(a: ListingRow, b: ListingRow): boolean {
  return contentOf(a) === contentOf(b);
}

function contentOf({ updated_at: _at, features, ...row }: ListingRow): string {
  const columns = Object.entries({ ...row, features: features.toSorted() });
  return JSON.stringify(
    columns.filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
