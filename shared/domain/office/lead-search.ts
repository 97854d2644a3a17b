import { cityKey } from '#shared/domain/listings/listing-city.ts';
import type { ListingSearch } from '#shared/domain/listings/listing-search.ts';
import type { Lead, LeadSearch } from './lead.ts';

/** A wish for exactly three rooms also means three and a half. */
export const HALF_A_ROOM = 0.5;

/**
 * Returns the search that a lead's wish stands for; undefined for an owner, and for an unknown deal. Their last search is the whole wish; what was noted otherwise since replaces its part.
 */
export function searchOf(lead: Pick<Lead, 'deal' | 'city' | 'rooms' | 'budget_ils' | 'search'>) {
  const { deal, search } = lead;
  if (deal !== 'rent' && deal !== 'sale') return undefined;
  const { at: _at, ...searched } = search ?? { at: 0 };
  const wanted: ListingSearch = {
    ...searched,
    deal,
    ...placeOf(lead, search),
    ...roomsOf(lead, search),
    ...pricesOf(lead, search),
  };
  return wanted;
}

/** Another city than that of the search takes its streets and neighbourhoods away. */
function placeOf({ city }: Pick<Lead, 'city'>, searched: Partial<LeadSearch> = {}): ListingSearch {
  if (!city || (searched.city && cityKey(searched.city) === cityKey(city))) return {};
  const isNew = Boolean(searched.city);
  return { city, ...(isNew && { neighbourhood: undefined, street: undefined }) };
}

function roomsOf({ rooms }: Pick<Lead, 'rooms'>, searched: Partial<LeadSearch> = {}) {
  const { roomsMin, roomsMax } = searched;
  const isSaid = roomsMin !== undefined || roomsMax !== undefined;
  const isWithin = isSaid && rooms !== undefined && isBetween(rooms, roomsMin, roomsMax);
  if (rooms === undefined || isWithin) return {};
  return { roomsMin: rooms, roomsMax: rooms + HALF_A_ROOM };
}

function pricesOf({ budget_ils }: Pick<Lead, 'budget_ils'>, searched: Partial<LeadSearch> = {}) {
  const { priceMinIls, priceMaxIls } = searched;
  const isOfSearch =
    priceMaxIls !== undefined && budget_ils === Math.max(priceMinIls ?? 0, priceMaxIls);
  if (budget_ils === undefined || isOfSearch) return {};
  const isBelow = priceMinIls !== undefined && priceMinIls > budget_ils;
  return { priceMaxIls: budget_ils, ...(isBelow && { priceMinIls: undefined }) };
}

function isBetween(value: number, from = -Infinity, to = Infinity): boolean {
  return value >= Math.min(from, to) && value <= Math.max(from, to);
}
