import { areaOf, cityKey, isOtherName, knownCity } from './listing-city.ts';
import { citiesMeant } from './listing-regions.ts';
import type { ListingSearch } from './listing-search.ts';
import { bestMatches, placeGrade, SAME } from './place-match.ts';
import type { PreparedHome } from './prepared-home.ts';

/** The place of a search: the keys of its cities, and the neighbourhood as it was said. */
export type WantedPlace = {
  readonly cities: ReadonlySet<string> | undefined;
  readonly neighbourhood: string | undefined;
};

/**
 * Returns the place of a search among these homes. Callers also say an area in place of a city. A name without
 * any home is a neighbourhood, a known city, a part of one (צפון תל אביב), or misheard.
 */
export function wantedPlace(
  homes: readonly PreparedHome[],
  { city = '', neighbourhood }: ListingSearch,
): WantedPlace {
  const area = neighbourhood?.trim() || undefined;
  if (!city.trim()) return { cities: undefined, neighbourhood: area };
  const key = cityKey(city);
  const own = homes.filter((home) => home.cityKey === key);
  if (own.length > 0) {
    // יפו is a city's other name, and where homes are said to be there, a part of it.
    const isPart = !area && isOtherName(city) && isNeighbourhood(own, city);
    return { cities: new Set([key]), neighbourhood: isPart ? city.trim() : area };
  }
  const isArea = isNeighbourhood(homes, city);
  const several = isArea ? undefined : citiesMeant(city);
  if (several && homes.some((home) => several.has(home.cityKey))) {
    return { cities: several, neighbourhood: area };
  }
  const known = isArea ? undefined : knownCity(city);
  // A known city is itself, even without a home: חדרה is never taken for גדרה.
  if (known) return { cities: new Set([cityKey(known)]), neighbourhood: area };
  const within = areaOf(city);
  if (within.city) {
    return { cities: new Set([cityKey(within.city)]), neighbourhood: area ?? within.area };
  }
  const offered = isArea ? [] : homes.map((home) => home.city);
  const alike = bestMatches(city, offered);
  if (alike.size > 0) {
    return { cities: new Set([...alike].map(cityKey)), neighbourhood: area };
  }
  // Another neighbourhood beside the area would be nowhere, so the narrower one counts.
  return { cities: undefined, neighbourhood: area ?? city };
}

/** Returns whether a name is that of a neighbourhood with a home. */
function isNeighbourhood(homes: readonly PreparedHome[], said: string): boolean {
  const areas = new Set(homes.map(({ neighbourhood = '' }) => neighbourhood));
  return [...areas].some((name) => placeGrade(said, name) === SAME);
}
