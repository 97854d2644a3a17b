import { hasRooms, type ListingKind, listingKinds } from './listing-kinds.ts';

/** The kinds that a caller means by a wider word; each other kind means itself. */
const wider: Partial<Record<ListingKind, readonly ListingKind[]>> = {
  apartment: ['apartment', 'garden_apartment', 'penthouse', 'duplex', 'studio'],
  house: ['house', 'duplex'],
};

const homes = listingKinds.filter(hasRooms);

/** Returns the kinds that fit a wanted one; every kind of home where none is wanted. */
export function kindsFor(wanted: ListingKind | undefined): readonly ListingKind[] {
  if (!wanted) return homes;
  return wider[wanted] ?? [wanted];
}
