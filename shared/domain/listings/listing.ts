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
  /** A day, `2026-11-23`; `now`; or `flexible`, where office and customer agree on it. */
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

/** The part of the listings that one reading of the index returns: on offer by deal, or once on offer. */
export type Offered = Deal | 'removed';

/** A listing with the keys of the search index. */
export type ListingRow = Listing & {
  /** The partition of the index. */
  readonly offered?: Offered | undefined;
  /** The order within it: all homes of a city stand together. */
  readonly deal_city?: string | undefined;
};

/** News of a home that contacts may be told of: it is new, cheaper, or on offer again. */
export type HomeNews = {
  readonly kind: 'new' | 'cheaper' | 'back';
  /** When it became news: epoch ms. */
  readonly at: number;
  /** The price before it fell, in shekels. */
  readonly from_ils?: number | undefined;
};

/** The place of a home, for names that are listened for. */
export type ListingPlace = Pick<Listing, 'street' | 'neighbourhood' | 'city' | 'status'>;

/** Returns the beginning of the index keys of a city, the same for every spelling of the city. */
export function offeredCity(offered: Offered, city: string): string {
  return `${offered}#${cityKey(city)}`;
}

/** Returns a listing with its index keys. */
export function toListingRow(listing: Listing): ListingRow {
  const { deal, city, status } = listing;
  const offered = status === 'active' ? deal : 'removed';
  return { ...listing, offered, deal_city: offeredCity(offered, city) };
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
