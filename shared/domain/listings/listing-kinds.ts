/** The kinds of property that the office offers, and whether each is counted in rooms. */
const kinds = {
  apartment: { hasRooms: true },
  garden_apartment: { hasRooms: true },
  penthouse: { hasRooms: true },
  duplex: { hasRooms: true },
  house: { hasRooms: true },
  studio: { hasRooms: true },
  plot: { hasRooms: false },
  shop: { hasRooms: false },
  office: { hasRooms: false },
  warehouse: { hasRooms: false },
  parking: { hasRooms: false },
  building: { hasRooms: false },
} as const;

/** A kind of property, by its stored name. */
export type ListingKind = keyof typeof kinds;

/** All kinds that a search accepts. */
export const listingKinds = Object.keys(kinds) as readonly ListingKind[];

/** Returns whether a property of a kind is counted in rooms. */
export function hasRooms(kind: ListingKind): boolean {
  return kinds[kind].hasRooms;
}
