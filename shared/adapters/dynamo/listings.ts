import { setTimeout as wait } from 'node:timers/promises';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  GetCommand,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import {
  dealCity,
  type ListingRow,
  toListing,
  toListingRow,
} from '#shared/domain/listings/listing.ts';
import {
  byPrice,
  isWanted,
  type ListingSearch,
  MAX_FOUND,
} from '#shared/domain/listings/listing-search.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { Listings } from '#shared/ports/office.ts';
import type { DynamoDb } from './table-client.ts';

const table = 'listings';
/** About 60 KB: one page answers nearly every search, within milliseconds. */
const PAGE_ROWS = 100;
/** The most pages that a caller waits for, one after the other. */
const MAX_PAGES = 10;
/** DynamoDB's limit for one batch: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH_ROWS = 25;
/** Unprocessed rows are sent again with exponential backoff: after 50 ms, twice as long each time, 6 s in all. */
const MAX_BATCH_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 50;

type Writes = NonNullable<BatchWriteCommandInput['RequestItems']>;

/** `listings` in DynamoDB. */
export function dynamoListings(db: DynamoDb): Listings {
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

  return {
    async search(wanted, signal) {
      const found: ListingRow[] = [];
      let pages = 0;
      try {
        const config = { client: db, pageSize: PAGE_ROWS };
        const options = signal ? { abortSignal: signal } : {};
        for await (const { Items = [] } of paginateQuery(config, toQuery(wanted), options)) {
          found.push(...(Items as ListingRow[]).filter((row) => isWanted(row, wanted)));
          // Rows come in order of price: no row on a later page is cheaper.
          if (found.length >= MAX_FOUND || ++pages === MAX_PAGES) break;
        }
      } catch (error) {
        failing('dynamodb', 'listings were not searched')(error);
      }
      return found.sort(byPrice).slice(0, MAX_FOUND).map(toListing);
    },

    async find(id, signal) {
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

    async put(listings) {
      for (let start = 0; start < listings.length; start += BATCH_ROWS) {
        await write(listings.slice(start, start + BATCH_ROWS).map(toListingRow));
      }
    },
  };
}

/** Returns the query: by deal and city if a city is wanted, else by deal alone. The store leaves out homes above the price. */
function toQuery({ deal, city, priceMaxIls }: ListingSearch) {
  const [index, key, partition] = city?.trim()
    ? ['by_deal_city', 'deal_city', dealCity(deal, city)]
    : ['by_deal', 'offered', deal];
  const affordable = priceMaxIls === undefined ? '' : ' AND price_ils <= :price';
  return {
    TableName: table,
    IndexName: index,
    KeyConditionExpression: `${key} = :partition${affordable}`,
    ExpressionAttributeValues: {
      ':partition': partition,
      ...(affordable && { ':price': priceMaxIls }),
    },
  };
}
