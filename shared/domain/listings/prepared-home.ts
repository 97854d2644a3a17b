import { houseOf } from './house-number.ts';
import { cityKey } from './listing-city.ts';
import type { SearchedListing } from './listing-search.ts';

/** A home that is ready for many searches: house number and street are apart, and the city has its key. */
export type PreparedHome = SearchedListing & { readonly cityKey: string };

/** Returns homes ready for searches. It takes microseconds a home, so a catalogue is prepared once. */
export function prepare(homes: readonly SearchedListing[]): PreparedHome[] {
  const keys = new Map<string, string>();
  return homes.map((home) => {
    const key = keys.get(home.city) ?? cityKey(home.city);
    keys.set(home.city, key);
    const { street, number } = houseOf(home);
    return { ...home, street, number, cityKey: key };
  });
}
