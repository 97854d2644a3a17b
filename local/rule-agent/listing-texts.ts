import type { Feature } from '#shared/domain/listings/listing-features.ts';
import { spokenFeatures } from './features.ts';
import type { FoundListing } from './found-listings.ts';
import { toSpokenRooms } from './texts.ts';

/** Returns a listing in words: its size, its place and its price. */
export function listingTold(listing: FoundListing, wanted: readonly Feature[] = []): string {
  const { deal, rooms, floor, price_ils } = listing;
  const parts = [
    `${rooms === undefined ? 'נכס' : `דירת ${toSpokenRooms(rooms)}`} ${placeOf(listing)}`,
    floor !== undefined && (floor === 0 ? 'קומת קרקע' : `קומה ${floor}`),
    ...wanted.map((feature) => spokenFeatures[feature].told),
    `ב-${price_ils.toLocaleString('en')} שקל${deal === 'rent' ? ' לחודש' : ''}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** Returns the place of a listing, as precisely as the office tells it. */
export function placeOf({
  street,
  neighbourhood,
  city,
}: Pick<FoundListing, 'street' | 'neighbourhood' | 'city'>): string {
  if (street) return `ברחוב ${street}`;
  return neighbourhood ? `בשכונת ${neighbourhood}` : `ב${city}`;
}
