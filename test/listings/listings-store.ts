import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { createVendorServer, type VendorServer } from '#local/aws/vendor-server.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import type { FoundListings } from '#shared/domain/listings/listing-search.ts';

/** The current moment in these tests. */
export const AT = 1_795_000_000_000;
/** An ordinary home. */
export const home: Listing = {
  id: 'A1',
  deal: 'rent',
  city: 'תל אביב',
  rooms: 3,
  price_ils: 7_000,
  features: [],
  status: 'active',
  updated_at: AT,
};

/** Opens an empty store of listings on loopback. */
export async function openStore() {
  await using opened = new AsyncDisposableStack();
  const store = opened.use(await createDynamoDbStandIn());
  const db = opened.adopt(localDynamoDb(store.endpoint), (client) => client.destroy());
  const all = opened.move();
  return {
    endpoint: store.endpoint,
    setFault: store.setFault,
    listings: dynamoListings(db),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Returns the ids of listings, in their order. */
export const idsOf = (found: readonly Listing[] | FoundListings) =>
  ('listings' in found ? found.listings : found).map(({ id }) => id);

/** Opens a DynamoDB that does only a few writes of a batch and returns the rest as unprocessed. */
export function createHalfway(endpoint: string, atOnce: number): Promise<VendorServer> {
  const refused = { status: 500 };
  return createVendorServer({
    maxBodyBytes: 16 * 1024 * 1024,
    tooLarge: refused,
    throttled: refused,
    broken: () => refused,
    async answer({ headers, body }) {
      const { RequestItems } = JSON.parse(`${body}`);
      const [now, later] = [
        RequestItems.listings.slice(0, atOnce),
        RequestItems.listings.slice(atOnce),
      ];
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: Object.fromEntries(
          ['content-type', 'authorization', 'x-amz-date', 'x-amz-target'].map((name) => [
            name,
            String(headers[name]),
          ]),
        ),
        body: JSON.stringify({ RequestItems: { listings: now } }),
      });
      const { status } = answer;
      const done = (await answer.json()) as object;
      const UnprocessedItems = later.length > 0 ? { listings: later } : {};
      return {
        status,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify({ ...done, UnprocessedItems }),
      };
    },
  });
}
