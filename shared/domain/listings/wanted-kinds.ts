import { hasRooms, type ListingKind, listingKinds } from './listing-kinds.ts';

/** The kinds that a caller means by a wider word; each other kind means itself. */
const wider: Partial<Record<ListingKind, readonly ListingKind[]>> = {
  apartment: ['apartment', 'garden_apartment', 'penthouse', 'duplex', 'studio'],
  house: ['house', 'duplex'],
};

const homes = listingKinds.filter(hasRooms);

/**
 * Returns the kinds that fit a wanted one. Where none is wanted, these are the kinds of homes. On a street that the
 * caller names, they are all kinds.
 */
export function kindsFor(
  wanted: ListingKind | undefined,
  isStreetNamed = false,
): readonly ListingKind[] {
  if (!wanted) return isStreetNamed ? listingKinds : homes;
  return wider[wanted] ?? [wanted];
}
