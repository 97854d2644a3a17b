import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { loadSampleListings } from './sample-listings.ts';

/** Gives a new world the sample's listings, so that there is something to find in it. */
export async function firstListings(endpoint: string): Promise<void> {
  const db = localDynamoDb(endpoint);
  try {
    await loadSampleListings(dynamoListings(db), Date.now());
  } finally {
    db.destroy();
  }
}
