import { setTimeout as wait } from 'node:timers/promises';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  GetCommand,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import { orAborted } from '#shared/deadlines.ts';
import {
  type Listing,
  type ListingPlace,
  type ListingRow,
  toListing,
  toListingRow,
} from '#shared/domain/listings/listing.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { Listings } from '#shared/ports/office.ts';
import { foundListings } from './found-listings.ts';
import { listingCatalogue, PAGE_ROWS } from './listing-catalogue.ts';
import type { DynamoDb } from './table-client.ts';

const table = 'listings';
/** DynamoDB's limit for one batch: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH_ROWS = 25;
/** Unprocessed rows are sent again with exponential backoff: after 50 ms, twice as long each time, 6 s in all. */
const MAX_BATCH_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 50;

/** The columns of a home's place. */
const placeColumns = [
  'street',
  'neighbourhood',
  'city',
  'status',
] as const satisfies readonly (keyof ListingPlace)[];

type Writes = NonNullable<BatchWriteCommandInput['RequestItems']>;
type Reads = NonNullable<BatchGetCommandInput['RequestItems']>;

/** `listings` in DynamoDB. */
export function dynamoListings(db: DynamoDb): Listings {
  const catalogue = listingCatalogue(db);

  const write = async (rows: readonly ListingRow[]) => {
    let undone: Writes = { [table]: rows.map((row) => ({ PutRequest: { Item: row } })) };
    for (let attempt = 0; attempt < MAX_BATCH_ATTEMPTS; attempt++) {
      if (attempt > 0) await wait(FIRST_PAUSE_MS * 2 ** (attempt - 1));
      const answer = await db
        .send(new BatchWriteCommand({ RequestItems: undone }))
        .catch(failing('dynamodb', 'listings were not written'));
      undone = answer.UnprocessedItems ?? {};
      if (!undone[table]?.length) return;
    }
    throw new VendorFailed('dynamodb', `${undone[table]?.length} listings were not taken`);
  };

  /** Reads rows as they are now, past every index. */
  const current = async (ids: readonly string[]) => {
    const rows = new Map<string, Listing>();
    let unread: Reads | undefined = ids.length > 0 ? toReads(ids) : undefined;
    for (let attempt = 0; unread?.[table] && attempt < MAX_BATCH_ATTEMPTS; attempt++) {
      if (attempt > 0) await wait(FIRST_PAUSE_MS * 2 ** (attempt - 1));
      const { Responses, UnprocessedKeys } = await db
        .send(new BatchGetCommand({ RequestItems: unread }))
        .catch(failing('dynamodb', 'listings were not read'));
      const read = (Responses?.[table] ?? []) as ListingRow[];
      for (const row of read) rows.set(row.id, toListing(row));
      unread = UnprocessedKeys;
    }
    return rows;
  };

  return {
    async search(wanted, signal) {
      const searching = foundListings({ catalogue, current }, wanted);
      if (!signal) return searching;
      // A reading goes on for others who wait for it.
      return orAborted(searching, signal).catch(failing('dynamodb', 'listings were not searched'));
    },

    async find(id, signal) {
      // The store refuses an empty key, and no listing has one.
      if (!id) return undefined;
      const command = new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true });
      const { Item } = await db
        .send(command, signal ? { abortSignal: signal } : {})
        .catch(failing('dynamodb', 'a listing was not read'));
      return Item && toListing(Item as ListingRow);
    },

    async all() {
      const rows: ListingRow[] = [];
      try {
        const scan = { TableName: table, ConsistentRead: true };
        for await (const { Items = [] } of paginateScan({ client: db }, scan)) {
          rows.push(...(Items as ListingRow[]));
        }
      } catch (error) {
        failing('dynamodb', 'listings were not read')(error);
      }
      return rows;
    },

    async *places({ pageRows = PAGE_ROWS, signal } = {}) {
      const scan = {
        TableName: table,
        ProjectionExpression: placeColumns.map((column) => `#${column}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(
          placeColumns.map((column) => [`#${column}`, column]),
        ),
      };
      try {
        const pages = paginateScan({ client: db, pageSize: pageRows }, scan, {
          abortSignal: signal,
        });
        for await (const { Items = [] } of pages) yield Items as ListingPlace[];
      } catch (error) {
        failing('dynamodb', 'listings were not read')(error);
      }
    },

    async put(listings) {
      try {
        for (let start = 0; start < listings.length; start += BATCH_ROWS) {
          await write(listings.slice(start, start + BATCH_ROWS).map(toListingRow));
        }
      } finally {
        catalogue.forget();
      }
    },
  };
}

function toReads(ids: readonly string[]): Reads {
  const keys = [...new Set(ids)].map((id) => ({ id }));
  return { [table]: { Keys: keys, ConsistentRead: true } };
}
