import { FEWEST_OF_HOUSE, houseGrade } from './house-match.ts';
import type { ListingSearch, NearMiss } from './listing-search.ts';
import { bestMatches } from './place-match.ts';
import type { PreparedHome } from './prepared-home.ts';
import { wantedPlace } from './wanted-place.ts';

/** The homes of one advertisement or one house, and the others of its street. */
export type ParticularHomes<Home extends PreparedHome> = {
  readonly matches: readonly Home[];
  readonly near: readonly NearMiss<Home>[];
};

/** The miss of a home whose street and house were asked for in a city where they are not. */
export const ANOTHER_CITY = 'another city';
/** The least digits that name an advertisement without its letters: with fewer, `HF-40` would be `A-40`. */
const FEWEST_DIGITS = 3;
/** A board of advertisements whose name has a digit. */
const BOARD = /(?<!\p{L})(?:yad|יד)[\s_-]?2(?!\d)/giu;

/** Returns the homes that an advertisement's number, or a street with a house number, names. */
export function particularHomes<Home extends PreparedHome>(
  homes: readonly Home[],
  wanted: ListingSearch,
): ParticularHomes<Home> {
  const adId = wanted.adId?.trim();
  if (adId) return { matches: ofAdvertisement(homes, adId), near: [] };
  return ofHouse(homes, wanted);
}

/** Returns whether a home or its advertisement has this whole number, letters and all. */
export function isAdvertisement(home: PreparedHome, said: string): boolean {
  return idsOf(home).some((id) => adKey(id) === adKey(said));
}

/** Returns the homes of an advertisement: by its whole number, else by its digits alone. */
function ofAdvertisement<Home extends PreparedHome>(homes: readonly Home[], said: string): Home[] {
  const whole = homes.filter((home) => isAdvertisement(home, said));
  const digits = digitsOf(said);
  if (whole.length > 0 || digits.length < FEWEST_DIGITS) return whole;
  return homes.filter((home) => idsOf(home).some((id) => digitsOf(id) === digits));
}

function idsOf({ id, ad_ids = [] }: PreparedHome): readonly string[] {
  return [id, ...ad_ids];
}

function ofHouse<Home extends PreparedHome>(
  homes: readonly Home[],
  wanted: ListingSearch,
): ParticularHomes<Home> {
  const inPlace = homesOfCity(homes, wanted);
  const onStreet = onStreetOf(inPlace, wanted);
  if (onStreet.length === 0) {
    const elsewhere = bestHouses(onStreetOf(homes, wanted), wanted);
    return { matches: [], near: elsewhere.map((listing) => ({ listing, misses: ANOTHER_CITY })) };
  }
  const matches = bestHouses(onStreet, wanted);
  const near = onStreet.map((listing) => ({ listing, misses: missOfHouse(listing, wanted) }));
  return { matches, near: matches.length > 0 ? [] : near };
}

function bestHouses<Home extends PreparedHome>(
  homes: readonly Home[],
  { number: said = '' }: ListingSearch,
): readonly Home[] {
  const grades = homes.map(({ number = '' }) => houseGrade(said, number));
  const best = Math.max(FEWEST_OF_HOUSE, ...grades);
  return homes.filter((_home, index) => grades[index] === best);
}

function missOfHouse({ number }: PreparedHome, { number: said = '' }: ListingSearch): string {
  if (!number) return 'house number not known';
  return houseGrade(said, number) > 0 ? 'another letter' : 'another house number';
}

/** Returns the homes of the wanted city, or of the neighbourhood that is said in its place. */
function homesOfCity<Home extends PreparedHome>(
  homes: readonly Home[],
  wanted: ListingSearch,
): readonly Home[] {
  const { cities } = wantedPlace(homes, wanted);
  if (cities) return homes.filter(({ cityKey }) => cities.has(cityKey));
  const city = wanted.city?.trim();
  if (!city) return homes;
  const areas = bestMatches(
    city,
    homes.map(({ neighbourhood = '' }) => neighbourhood),
  );
  return homes.filter(({ neighbourhood = '' }) => areas.has(neighbourhood));
}

function onStreetOf<Home extends PreparedHome>(
  homes: readonly Home[],
  { street: said = '' }: ListingSearch,
): readonly Home[] {
  const streets = bestMatches(
    said,
    homes.map(({ street = '' }) => street),
  );
  return homes.filter(({ street = '' }) => streets.has(street));
}

function adKey(id: string): string {
  return id
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Returns the digits of an id without those of a board's name: `yad2-9988776`. */
function digitsOf(id: string): string {
  return id.replace(BOARD, '').replace(/\D+/g, '');
}
