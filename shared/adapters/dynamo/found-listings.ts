import { isWanted, searchCatalogue } from '#shared/domain/listings/catalogue-search.ts';
import type { Listing, Offered } from '#shared/domain/listings/listing.ts';
import {
  byPrice,
  FEW,
  type FoundListings,
  isParticular,
  type ListingSearch,
  MAX_FOUND,
  MAX_NEAR,
  type SearchedListing,
} from '#shared/domain/listings/listing-search.ts';
import { isAdvertisement } from '#shared/domain/listings/particular-home.ts';
import type { PreparedHome } from '#shared/domain/listings/prepared-home.ts';
import type { ListingCatalogue } from './listing-catalogue.ts';

/** The parts of a search: what was read seconds ago, and the rows as they are now. */
export type SearchParts = {
  readonly catalogue: Pick<ListingCatalogue, 'read'>;
  /** Returns the rows of these ids as they are now; unknown ids are absent. */
  readonly current: (ids: readonly string[]) => Promise<ReadonlyMap<string, Listing>>;
};

/** Searches the catalogue to its end, and returns only homes that are on offer at this moment. */
export async function foundListings(
  parts: SearchParts,
  wanted: ListingSearch,
): Promise<FoundListings> {
  const { matches: alike, near } = await searched(parts, wanted);
  const named = await onceNamed(parts, wanted, alike);
  // The removed home has this very number; those on offer have only its digits.
  const matches = named.length > 0 ? [] : alike;
  const start = await startOf(parts, matches, wanted.after);
  const page = await currentPage(parts, matches.slice(start ?? 0), wanted);
  const found = matches.length - page.gone;
  const nearby = found < FEW && !wanted.after ? near.slice(0, MAX_NEAR) : [];
  const rows = await parts.current(nearby.map(({ listing }) => listing.id));
  return {
    listings: page.listings,
    found,
    left: matches.length - (start ?? 0) - page.read,
    near: nearby.flatMap(({ listing, misses }) => {
      const row = rows.get(listing.id);
      // After a change of price or status, the difference that was worked out is a thing of the past.
      const isSame = row?.status === 'active' && row.price_ils === listing.price_ils;
      return row && isSame ? { listing: row, misses } : [];
    }),
    removed: named.length > 0 || found > 0 ? named : await onceOffered(parts, wanted),
    isAfterUnknown: start === undefined,
  };
}

/** Searches the homes of the city, or all where the city has none, or not the street that is wanted. */
async function searched({ catalogue }: SearchParts, wanted: ListingSearch) {
  const isOfAnyDeal = isParticular(wanted) || !wanted.deal;
  const offers: readonly Offered[] = isOfAnyDeal ? ['rent', 'sale'] : [wanted.deal];
  const read = async (city?: string) => {
    const homes = await Promise.all(offers.map((offered) => catalogue.read({ offered, city })));
    return homes.flat();
  };
  const isAnywhere = wanted.adId?.trim() || !wanted.city?.trim();
  const inCity = isAnywhere ? [] : await read(wanted.city);
  if (inCity.length === 0) return searchCatalogue(await read(), wanted);
  const found = searchCatalogue(inCity, wanted);
  const isNothing = found.matches.length === 0 && found.near.length === 0;
  return isNothing && wanted.street?.trim() ? searchCatalogue(await read(), wanted) : found;
}

/** Returns the index of the first match behind the home that was told last; undefined for an unknown home. */
async function startOf(
  { current }: SearchParts,
  matches: readonly SearchedListing[],
  after: string | undefined,
): Promise<number | undefined> {
  if (!after) return 0;
  const index = matches.findIndex(({ id }) => id === after);
  if (index >= 0) return index + 1;
  // It was removed or changed since: the search goes on from its place.
  const told = (await current([after])).get(after);
  if (!told) return undefined;
  const next = matches.findIndex((match) => byPrice(match, told) > 0);
  return next < 0 ? matches.length : next;
}

type Page = {
  readonly listings: readonly Listing[];
  /** The number of matches that the page used up. */
  readonly read: number;
  /** The number of those that are no longer on offer, or no longer match. */
  readonly gone: number;
};

async function currentPage(
  { current }: SearchParts,
  matches: readonly SearchedListing[],
  wanted: ListingSearch,
): Promise<Page> {
  const listings: Listing[] = [];
  let read = 0;
  while (listings.length < MAX_FOUND && read < matches.length) {
    const ids = matches.slice(read, read + MAX_FOUND - listings.length).map(({ id }) => id);
    const rows = await current(ids);
    read += ids.length;
    listings.push(
      ...ids.flatMap((id) => {
        const row = rows.get(id);
        return row?.status === 'active' && isWanted(row, wanted) ? row : [];
      }),
    );
  }
  return { listings, read, gone: read - listings.length };
}

/** Returns the removed homes of the wanted advertisement or house. */
async function onceOffered(
  { catalogue }: SearchParts,
  wanted: ListingSearch,
): Promise<readonly SearchedListing[]> {
  if (!isParticular(wanted)) return [];
  const { matches } = searchCatalogue(await catalogue.read({ offered: 'removed' }), wanted);
  return matches.slice(0, MAX_NEAR);
}

/** Returns the removed homes with the wanted number itself, where homes on offer have only its digits. */
async function onceNamed(
  parts: SearchParts,
  wanted: ListingSearch,
  alike: readonly PreparedHome[],
): Promise<readonly SearchedListing[]> {
  const adId = wanted.adId?.trim() ?? '';
  const isNamed = (home: PreparedHome) => isAdvertisement(home, adId);
  if (!/\p{L}/u.test(adId) || alike.length === 0 || alike.some(isNamed)) return [];
  const removed = await parts.catalogue.read({ offered: 'removed' });
  return removed.filter(isNamed).slice(0, MAX_NEAR);
}
