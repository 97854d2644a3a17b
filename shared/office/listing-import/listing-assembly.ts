import type { Column } from '#shared/domain/listings/column-map.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { type Feature, features } from '#shared/domain/listings/listing-features.ts';
import { hasRooms } from '#shared/domain/listings/listing-kinds.ts';
import { type Address, inCity } from './address-cell.ts';
import { brokerOf } from './broker-cells.ts';
import { featureOf } from './feature-cells.ts';
import type { Floor } from './floor-cell.ts';
import type { Cells } from './listing-columns.ts';
import type { Money } from './money-cells.ts';

/** A column of a row that is missing, or that contradicts another one. */
export type Contradiction = { readonly column: Column; readonly message: string };

/** The features that columns of their own mark as present or absent. */
export type Marked = Readonly<Partial<Record<Feature, boolean>>>;

/** More words than this are not told on the phone. */
const NOTE_CHARACTERS = 300;

/** A lower price of a sale is counted in thousands, and a higher rent is a price. */
const MIN_SALE_ILS = 10_000;
const MAX_RENT_ILS = 500_000;

/** Returns the listing of one row, updated at a moment (epoch ms), or what is missing or contradictory. */
export function toListing(cells: Cells, marked: Marked, at: number): Listing | Contradiction[] {
  const { id, deal, city, price } = cells;
  const problems = contradictionsOf(cells);
  if (id === undefined || !deal || !city || !price || problems.length > 0) return problems;
  const address: Partial<Address> = cells.street ? inCity(cells.street, city) : {};
  const { floor, floors } = floorsOf(cells);
  const { kind, ad_ids, photos } = cells;
  const { status, exclusive } = cells.status ?? { status: 'active' };
  const ofKind: readonly Feature[] = kind === 'garden_apartment' ? ['garden'] : [];
  const besideRooms = cells.rooms?.features ?? [];
  const named = cells.features?.features ?? [];
  const listed = [...named, ...conditionOf(cells), ...ofKind, ...besideRooms];
  const isInRooms = hasRooms(kind ?? 'apartment');
  return present({
    id,
    deal,
    kind,
    ad_ids: ad_ids?.length ? ad_ids : undefined,
    city,
    street: address.street,
    number: cells.number ?? address.number,
    neighbourhood: cells.neighbourhood,
    rooms: isInRooms ? cells.rooms?.count : undefined,
    floor,
    floors,
    sqm: cells.sqm,
    price_ils: price.ils,
    arnona_ils: sumFor(2, cells.arnona, 2) ?? sumFor(2, cells.arnona_monthly, 1),
    vaad_ils: sumFor(1, cells.vaad, 1),
    features: features.filter((feature) => marked[feature] ?? listed.includes(feature)),
    available_from: cells.available_from?.day,
    description: withNotes(cells.description, notesOf(cells, isInRooms)),
    broker: brokerOf(cells),
    photos,
    exclusive: cells.exclusive ?? exclusive,
    status,
    updated_at: at,
  });
}

/** Returns a sum for so many months. Where its cell does not tell its months, its column does. */
function sumFor(months: number, sum: Money | undefined, usual: number): number | undefined {
  return sum && Math.round((sum.ils * months) / (sum.months ?? usual));
}

/** Returns the floor and the floors of a home, from its columns or else from the street's cell. */
function floorsOf(cells: Cells): Floor {
  const { floor, floors, isLast } = { ...cells.street, ...cells.floor };
  const all = cells.floors ?? floors;
  return {
    ...(all !== undefined && { floors: all }),
    ...(floor !== undefined && { floor }),
    ...(floor === undefined && isLast && all !== undefined && { floor: all }),
    ...(isLast && all === undefined && { isLast }),
  };
}

function contradictionsOf(cells: Cells): Contradiction[] {
  const { kind = 'apartment', rooms, number, street, deal, price } = cells;
  const problems: Contradiction[] = (['id', 'deal', 'city', 'price'] as const)
    .filter((column) => cells[column] === undefined)
    .map((column) => ({ column, message: 'is missing' }));
  if (rooms === undefined && hasRooms(kind) && kind !== 'studio') {
    problems.push({ column: 'rooms', message: 'is missing' });
  }
  if (number !== undefined && street?.number !== undefined && number !== street.number) {
    problems.push({
      column: 'number',
      message: `is "${number}", but the street's cell says "${street.number}"`,
    });
  }
  const { floor = 0, floors } = floorsOf(cells);
  if (floors && floor > floors) {
    problems.push({
      column: 'floor',
      message: `is ${floor}, but the building has ${floors} floors`,
    });
  }
  if (deal === 'sale' && price && price.ils < MIN_SALE_ILS) {
    problems.push({ column: 'price', message: `must be ${MIN_SALE_ILS} at least for a sale` });
  }
  if (deal === 'rent' && price && price.ils > MAX_RENT_ILS) {
    problems.push({ column: 'price', message: `must be ${MAX_RENT_ILS} at most for a rental` });
  }
  return problems;
}

function conditionOf({ condition }: Cells): readonly Feature[] {
  const feature = condition && featureOf(condition);
  return feature ? [feature] : [];
}

/** Returns what callers may be told although no search asks for it. */
function notesOf(cells: Cells, isInRooms: boolean): string[] {
  const { rooms, price, arnona, vaad, condition, available_from, features: listed } = cells;
  const isNote = condition !== undefined && conditionOf(cells).length === 0;
  return [
    ...(listed?.others ?? []),
    ...(isNote ? [`מצב הנכס: ${condition}`] : []),
    ...(floorsOf(cells).isLast ? ['קומה אחרונה'] : []),
    ...(rooms !== undefined && !isInRooms ? [`${rooms.count} חדרים`] : []),
    ...(cells.floor?.note ? [cells.floor.note] : []),
    ...(price?.notes ?? []),
    ...(arnona?.notes ?? []).map((note) => `ארנונה: ${note}`),
    ...(vaad?.notes ?? []).map((note) => `ועד בית: ${note}`),
    ...(available_from?.note ? [available_from.note] : []),
  ];
}

function withNotes(description: string | undefined, notes: readonly string[]): string | undefined {
  // A list that was exported from here has its notes in the description already.
  const more = notes.filter((note) => !description?.includes(note));
  if (more.length === 0) return description;
  const words = more.join(', ').slice(0, NOTE_CHARACTERS);
  if (!description) return `${words}.`;
  return `${description}${/[.!?…]$/.test(description) ? '' : '.'} ${words}.`;
}

/** Returns a listing without the columns that are undefined. */
function present(listing: Listing): Listing {
  const columns = Object.entries(listing).filter(([, value]) => value !== undefined);
  return Object.fromEntries(columns) as Listing;
}
