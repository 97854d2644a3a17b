import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { loadSampleListings } from './sample-listings.ts';

/** Loads the sample listings into a new world, so that searches find something. */
export async function firstListings(endpoint: string): Promise<void> {
  const db = localDynamoDb(endpoint);
  try {
    await loadSampleListings(dynamoListings(db), Date.now());
  } finally {
    db.destroy();
  }
}
