import { spokenFeatures } from '#local/rule-agent/heard/features.ts';
import type { FoundListing } from '#local/rule-agent/heard/found-listings.ts';
import { kindNames } from '#local/rule-agent/heard/home-words.ts';
import { toSpokenRooms } from '#local/rule-agent/words/texts.ts';
import type { Feature } from '#shared/domain/listings/listing-features.ts';

/** Returns a listing in words: its size, its place and its price. */
export function listingTold(listing: FoundListing, wanted: readonly Feature[] = []): string {
  const { deal, floor, price_ils } = listing;
  const parts = [
    `${homeOf(listing)} ${placeOf(listing)}`,
    floor !== undefined && (floor === 0 ? 'קומת קרקע' : `קומה ${floor}`),
    ...wanted.map((feature) => spokenFeatures[feature].told),
    `ב-${price_ils.toLocaleString('en')} שקל${deal === 'rent' ? ' לחודש' : ''}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function homeOf({ kind = 'apartment', rooms }: FoundListing): string {
  const name = kindNames[kind];
  if (rooms === undefined) return name ?? 'נכס';
  return name ? `${name} של ${toSpokenRooms(rooms)}` : `דירת ${toSpokenRooms(rooms)}`;
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
