import type { Feature } from './listing-features.ts';
import { hasRooms, type ListingKind } from './listing-kinds.ts';
import type { ListingSearch } from './listing-search.ts';
import type { PreparedHome } from './prepared-home.ts';

/** A criterion that a home does not meet. */
export type Miss = {
  /** The difference in a few English words; undefined if it is too large to be near. */
  readonly near?: string | undefined;
  /** The order among near misses: small ones first. */
  readonly distance: number;
};

/** The wanted criteria, with everything worked out that does not depend on the home. */
export type Criteria = Omit<ListingSearch, 'kind' | 'city' | 'street' | 'neighbourhood'> & {
  readonly kinds: ReadonlySet<ListingKind>;
  /** The keys of the wanted city; undefined if any city will do. */
  readonly cities: ReadonlySet<string> | undefined;
  /** The spellings of the wanted street; undefined if any street will do. */
  readonly streets: ReadonlySet<string> | undefined;
  readonly neighbourhoods: ReadonlySet<string> | undefined;
  /** The keys of the cities in which another neighbourhood is a near miss. */
  readonly nearCities: ReadonlySet<string>;
};

/** Callers who say a limit often pay a tenth more for the right home. */
const NEAR_PRICE = 0.1;
const NEAR_ROOMS = 0.5;
const NEAR_FLOORS = 1;
const NEAR_DAYS = 45;
/** A month is taken for so many days, which is near enough for `NEAR_DAYS`. */
const MONTH_DAYS = 31;

/** Distances that order different kinds of misses: a tenth of the price is as much as all of these. */
const SMALL = 0.02;
const LARGE = 0.08;
const TOO_FAR: Miss = { distance: Infinity };

type Criterion = (home: PreparedHome, wanted: Criteria) => Miss | undefined;

/** Every criterion, the ones that exclude most homes first. */
const criteria: readonly Criterion[] = [
  ({ deal }, wanted) => (wanted.deal && deal !== wanted.deal ? TOO_FAR : undefined),
  ({ kind = 'apartment' }, wanted) => (wanted.kinds.has(kind) ? undefined : TOO_FAR),
  ({ cityKey }, { cities }) => (cities && !cities.has(cityKey) ? TOO_FAR : undefined),
  ({ street = '' }, { streets }) => (streets && !streets.has(street) ? TOO_FAR : undefined),
  missOfPrice,
  missOfRooms,
  missOfNeighbourhood,
  missOfFloor,
  missOfEntry,
  missOfFeatures,
];

/** Returns the one criterion that a home misses; `none` if it meets all, undefined if it misses more than one. */
export function missOf(home: PreparedHome, wanted: Criteria): Miss | 'none' | undefined {
  let missed: Miss | undefined;
  for (const criterion of criteria) {
    const miss = criterion(home, wanted);
    if (!miss) continue;
    if (missed || miss.near === undefined) return undefined;
    missed = miss;
  }
  return missed ?? 'none';
}

function missOfPrice({ price_ils }: PreparedHome, wanted: Criteria): Miss | undefined {
  const { priceMinIls = 0, priceMaxIls = Infinity } = wanted;
  const above = price_ils - priceMaxIls;
  const below = priceMinIls - price_ils;
  if (above > 0) return priceMiss(above, priceMaxIls, 'above');
  return below > 0 ? priceMiss(below, priceMinIls, 'below') : undefined;
}

function priceMiss(byIls: number, limitIls: number, side: string): Miss {
  const distance = byIls / limitIls;
  if (distance > NEAR_PRICE) return TOO_FAR;
  return { near: `price ${byIls.toLocaleString('en-US')} ${side}`, distance };
}

function missOfRooms({ kind = 'apartment', rooms }: PreparedHome, wanted: Criteria) {
  const { roomsMin = 0, roomsMax = Infinity } = wanted;
  if (!hasRooms(kind) || (roomsMin <= 0 && roomsMax === Infinity)) return undefined;
  if (rooms === undefined) return { near: 'rooms not known', distance: LARGE };
  const less = roomsMin - rooms;
  const more = rooms - roomsMax;
  if (less <= 0 && more <= 0) return undefined;
  if (Math.max(less, more) > NEAR_ROOMS) return TOO_FAR;
  return { near: `half a room ${less > 0 ? 'less' : 'more'}`, distance: SMALL };
}

function missOfNeighbourhood({ cityKey, neighbourhood }: PreparedHome, wanted: Criteria) {
  const { neighbourhoods, nearCities } = wanted;
  if (!neighbourhoods || (neighbourhood && neighbourhoods.has(neighbourhood))) return undefined;
  if (!nearCities.has(cityKey)) return TOO_FAR;
  return { near: `neighbourhood ${neighbourhood ?? 'not known'}`, distance: LARGE };
}

function missOfFloor({ floor }: PreparedHome, wanted: Criteria): Miss | undefined {
  const { floorMin = -Infinity, floorMax = Infinity } = wanted;
  if (floorMin === -Infinity && floorMax === Infinity) return undefined;
  if (floor === undefined) return { near: 'floor not known', distance: LARGE };
  const by = Math.max(floorMin - floor, floor - floorMax);
  if (by <= 0) return undefined;
  return by <= NEAR_FLOORS ? { near: `floor ${floor}`, distance: SMALL } : TOO_FAR;
}

function missOfEntry({ available_from: from }: PreparedHome, { availableBy: by }: Criteria) {
  if (!by || from === 'now' || from === 'flexible') return undefined;
  if (from !== undefined && from <= by) return undefined;
  if (from === undefined) return { near: 'entry date not known', distance: LARGE };
  if (daysOf(from) - daysOf(by) > NEAR_DAYS) return TOO_FAR;
  return { near: `free from ${from}`, distance: LARGE };
}

function daysOf(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return (year * 12 + month) * MONTH_DAYS + date;
}

function missOfFeatures(home: PreparedHome, { features = [] }: Criteria): Miss | undefined {
  const missing = features.filter((feature: Feature) => !home.features.includes(feature));
  if (missing.length === 0) return undefined;
  return missing.length === 1 ? { near: `no ${missing[0]}`, distance: LARGE } : TOO_FAR;
}
