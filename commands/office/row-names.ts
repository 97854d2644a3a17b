import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { mapInBatches } from '#shared/batches.ts';
import { houseOf } from '#shared/domain/listings/house-number.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';

/** Reads at once, few enough not to be throttled. */
const AT_ONCE = 10;

/** The ids of a viewing or a task, and the name that its contact told with it. */
type NamedRow = {
  readonly listing_id?: string | undefined;
  readonly contact?: string | undefined;
  readonly name?: string | undefined;
};

/** The names that people read in the place of ids. */
export interface RowNames {
  /** Returns where a home stands, `דיזנגוף 99, תל אביב`; the id of a home that is unknown. */
  home(row: NamedRow): string | undefined;
  /** Returns the name of a contact, as they told it. */
  contact(row: NamedRow): string | undefined;
  /** Returns the name of a person of the office, also of one who left; the id of an unknown one. */
  person(id: string | undefined): string | undefined;
}

/**
 * Reads the names for the ids of some rows.
 * @throws VendorFailed
 */
export async function namesOf(db: DynamoDb, rows: readonly NamedRow[]): Promise<RowNames> {
  const [listings, leads] = [dynamoListings(db), dynamoLeads(db)];
  const nameless = rows.filter(({ name }) => !name);
  const [people, homes, known] = await Promise.all([
    dynamoBrokers(db).all(),
    mapInBatches(distinct(rows, 'listing_id'), AT_ONCE, (id) => listings.find(id)),
    mapInBatches(distinct(nameless, 'contact'), AT_ONCE, (contact) => leads.find(contact)),
  ]);
  const persons = new Map(people.map(({ id, name }) => [id, name]));
  const places = new Map(homes.flatMap((home) => (home ? [[home.id, placeOf(home)]] : [])));
  const contacts = new Map(known.flatMap((lead) => (lead ? [[lead.contact, lead.name]] : [])));
  return {
    home: ({ listing_id: id }) => id && (places.get(id) ?? id),
    contact: ({ name, contact }) => name ?? (contact && contacts.get(contact)),
    person: (id) => id && (persons.get(id) ?? id),
  };
}

function distinct(rows: readonly NamedRow[], column: 'listing_id' | 'contact'): string[] {
  const values = rows.map((row) => row[column]);
  return [...new Set(values.filter((value) => value !== undefined))];
}

function placeOf(listing: Listing): string {
  const { street, number } = houseOf(listing);
  const address = [street, number].filter(Boolean).join(' ');
  return [address || listing.neighbourhood, listing.city].filter(Boolean).join(', ');
}
