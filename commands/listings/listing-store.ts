import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { findWorld } from '#local/control/running-world.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import type { Environment } from '#shared/config/environment.ts';
import type { Listings } from '#shared/ports/office.ts';

/** The store of a command, until it is disposed of. */
export interface ListingStore extends Disposable {
  /** Where it is, for people. */
  readonly name: string;
  readonly listings: Listings;
}

/** Opens the store of a running world, or AWS where none runs, where the environment names an endpoint, or where it is asked for. */
export async function openListingStore(
  { stateFolder, isAws }: { readonly stateFolder: string; readonly isAws: boolean },
  env: Environment,
): Promise<ListingStore> {
  const isElsewhere = isAws || env['AWS_ENDPOINT_URL_DYNAMODB'] || env['AWS_ENDPOINT_URL'];
  const world = isElsewhere ? undefined : await findWorld(stateFolder);
  const db = world?.dynamoDbEndpoint
    ? localDynamoDb(world.dynamoDbEndpoint)
    : DynamoDBDocumentClient.from(new DynamoDBClient(), {
        marshallOptions: { removeUndefinedValues: true },
      });
  const place = env['AWS_ENDPOINT_URL_DYNAMODB'] ?? env['AWS_REGION'] ?? 'your configuration';
  return {
    name: world?.dynamoDbEndpoint ? `the local world at ${world.url}` : `DynamoDB (${place})`,
    listings: dynamoListings(db),
    [Symbol.dispose]: () => db.destroy(),
  };
}
