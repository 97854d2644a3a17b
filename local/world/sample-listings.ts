import { fileURLToPath } from 'node:url';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { readListingFile } from '#shared/office/listing-import/listing-file.ts';
import { readListings } from '#shared/office/listing-import/listing-reading.ts';
import type { Listings } from '#shared/ports/office.ts';

/** The listings of an invented office. */
export const SAMPLE_LISTINGS = fileURLToPath(
  new URL('../../assets/sample-listings.csv', import.meta.url),
);

/** Puts the sample listings into a store; returns their number. */
export async function loadSampleListings(listings: Listings, at: number): Promise<number> {
  const sample = readListings(await readListingFile(SAMPLE_LISTINGS), at);
  await listings.put(sample.listings);
  return sample.listings.length;
}

/** Loads the sample listings into a new world, so that searches find something. */
export async function writeFirstListings(endpoint: string): Promise<void> {
  const db = localDynamoDb(endpoint);
  try {
    await loadSampleListings(dynamoListings(db), Date.now());
  } finally {
    db.destroy();
  }
}
