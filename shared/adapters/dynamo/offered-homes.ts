import type { OfferedHomes } from '#shared/ports/alerts.ts';
import { listingCatalogue } from './listing-catalogue.ts';
import type { DynamoDb } from './table-client.ts';

/** The homes on offer, from the index that searches read. */
export function dynamoOfferedHomes(db: DynamoDb): OfferedHomes {
  const catalogue = listingCatalogue(db);
  return { offered: (deal) => catalogue.read({ offered: deal }) };
}
