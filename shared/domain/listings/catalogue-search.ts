import { splitHouse } from './house-number.ts';
import {
  byPrice,
  isParticular,
  type ListingSearch,
  type NearMiss,
  type SearchedListing,
} from './listing-search.ts';
import { ANOTHER_CITY, particularHomes } from './particular-home.ts';
import { bestMatches } from './place-match.ts';
import { type PreparedHome, prepare } from './prepared-home.ts';
import { type Criteria, missOf } from './search-criteria.ts';
import { kindsFor } from './wanted-kinds.ts';
import { wantedPlace } from './wanted-place.ts';

/** Every home that fits a search, the cheapest first, and every one that nearly fits, the nearest first. */
export type Fitting<Home extends PreparedHome> = {
  readonly matches: readonly Home[];
  readonly near: readonly NearMiss<Home>[];
};

/** Searches all homes on offer; pure, and read to the end. */
export function searchCatalogue<Home extends PreparedHome>(
  homes: readonly Home[],
  sent: ListingSearch,
): Fitting<Home> {
  const wanted = inOrder(sent);
  if (isParticular(wanted)) {
    const { matches, near } = particularHomes(homes, wanted);
    return { matches: matches.toSorted(byPrice), near };
  }
  const found = byCriteria(homes, wanted);
  if (!isStreetNowhere(found, wanted)) return found;
  const { matches: elsewhere } = byCriteria(homes, { ...wanted, city: undefined });
  return { matches: [], near: elsewhere.map((listing) => ({ listing, misses: ANOTHER_CITY })) };
}

/** Returns whether a street was named in a city without any home on it, or near the wish. */
function isStreetNowhere({ matches, near }: Fitting<PreparedHome>, wanted: ListingSearch): boolean {
  const isNamed = Boolean(wanted.street?.trim() && wanted.city?.trim());
  return isNamed && matches.length === 0 && near.length === 0;
}

function byCriteria<Home extends PreparedHome>(
  homes: readonly Home[],
  wanted: ListingSearch,
): Fitting<Home> {
  const criteria = criteriaOf(homes, wanted);
  const matches: Home[] = [];
  const near: (NearMiss<Home> & { readonly distance: number })[] = [];
  for (const listing of homes) {
    const miss = missOf(listing, criteria);
    if (miss === 'none') matches.push(listing);
    else if (miss?.near) near.push({ listing, misses: miss.near, distance: miss.distance });
  }
  near.sort((a, b) => a.distance - b.distance || byPrice(a.listing, b.listing));
  return {
    matches: matches.sort(byPrice),
    near: near.map(({ listing, misses }) => ({ listing, misses })),
  };
}

/** Returns whether a home meets all criteria, among these homes alone. */
export function isWanted(home: SearchedListing, wanted: ListingSearch): boolean {
  return searchCatalogue(prepare([home]), wanted).matches.length > 0;
}

/** Returns a search with its limits from low to high, and the house number apart from the street. */
function inOrder(sent: ListingSearch): ListingSearch {
  const { street, number } = splitHouse(sent.street ?? '');
  const [roomsMin, roomsMax] = ascending(sent.roomsMin, sent.roomsMax);
  const [priceMinIls, priceMaxIls] = ascending(sent.priceMinIls, sent.priceMaxIls);
  const [floorMin, floorMax] = ascending(sent.floorMin, sent.floorMax);
  const limits = { roomsMin, roomsMax, priceMinIls, priceMaxIls, floorMin, floorMax };
  return { ...sent, ...limits, street, number: sent.number?.trim() || number };
}

function ascending(one: number | undefined, other: number | undefined) {
  return one !== undefined && other !== undefined && one > other ? [other, one] : [one, other];
}

function criteriaOf(homes: readonly PreparedHome[], wanted: ListingSearch): Criteria {
  const { kind, city: _city, street, neighbourhood: _area, ...others } = wanted;
  const { cities, neighbourhood } = wantedPlace(homes, wanted);
  const inCity = homes.filter(({ cityKey }) => !cities || cities.has(cityKey));
  const matching = (said: string | undefined, column: 'street' | 'neighbourhood') =>
    said?.trim()
      ? bestMatches(
          said,
          inCity.map((home) => home[column] ?? ''),
        )
      : undefined;
  const neighbourhoods = matching(neighbourhood, 'neighbourhood');
  const around = inCity.filter((home) => neighbourhoods?.has(home.neighbourhood ?? ''));
  return {
    ...others,
    kinds: new Set(kindsFor(kind, Boolean(street?.trim()))),
    cities,
    streets: matching(street, 'street'),
    neighbourhoods,
    nearCities: cities ?? new Set(around.map(({ cityKey }) => cityKey)),
  };
}
