import { cityKey } from './listing-city.ts';
import type { Feature } from './listing-features.ts';
import type { ListingKind } from './listing-kinds.ts';

/** The kind of offer. */
export type Deal = 'rent' | 'sale';

/** A property that the office offers or offered: mostly a home, but also a plot, a shop or an office. */
export type Listing = {
  /** The office's own id. */
  readonly id: string;
  readonly deal: Deal;
  /** The kind of property; an absent one is an apartment. */
  readonly kind?: ListingKind | undefined;
  /** The ids of its advertisements elsewhere, as callers read them. */
  readonly ad_ids?: readonly string[] | undefined;
  /** The city in the office's spelling. */
  readonly city: string;
  /** The street without the house number. */
  readonly street?: string | undefined;
  /** The house number as written, `88` or `12א`. The office's settings say who is told. */
  readonly number?: string | undefined;
  readonly neighbourhood?: string | undefined;
  /** Halves are allowed; absent for a kind that has no rooms. */
  readonly rooms?: number | undefined;
  /** 0 is the ground floor. */
  readonly floor?: number | undefined;
  /** The floors of the building. */
  readonly floors?: number | undefined;
  readonly sqm?: number | undefined;
  /** The price; per month for a rental. */
  readonly price_ils: number;
  /** The municipal tax for two months. */
  readonly arnona_ils?: number | undefined;
  /** The building's committee fee for a month. */
  readonly vaad_ils?: number | undefined;
  readonly features: readonly Feature[];
  /** A day, `2026-11-23`, or `now`. */
  readonly available_from?: string | undefined;
  readonly description?: string | undefined;
  /** The broker of the home, as the office wrote it: a name, a phone, an e-mail address or an id. */
  readonly broker?: string | undefined;
  /** Addresses of its photographs. */
  readonly photos?: readonly string[] | undefined;
  /** Whether only this office may offer it. */
  readonly exclusive?: boolean | undefined;
  /** The import source that holds it; absent for a listing of a file or a person. */
  readonly source?: string | undefined;
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
