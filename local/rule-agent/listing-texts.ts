import type { Feature } from '#shared/domain/listings/listing-features.ts';
import { spokenFeatures } from './features.ts';
import type { FoundListing } from './found-listings.ts';
import { toSpokenRooms } from './texts.ts';

/** Tells a caller of a home: how large it is, where, and for how much. */
export function listingTold(listing: FoundListing, wanted: readonly Feature[] = []): string {
  const { deal, rooms, floor, price_ils } = listing;
  const parts = [
    `דירת ${toSpokenRooms(rooms)} ${placeOf(listing)}`,
    floor !== undefined && (floor === 0 ? 'קומת קרקע' : `קומה ${floor}`),
    ...wanted.map((feature) => spokenFeatures[feature].told),
    `ב-${price_ils.toLocaleString('en')} שקל${deal === 'rent' ? ' לחודש' : ''}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** Says where a home is, as closely as the office tells. */
export function placeOf({ street, neighbourhood, city }: FoundListing): string {
  if (street) return `ברחוב ${street}`;
  return neighbourhood ? `בשכונת ${neighbourhood}` : `ב${city}`;
}
