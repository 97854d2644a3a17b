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
/** The part of the listings that one search reads. */
type SearchReach = { readonly pageRows: number; readonly maxPages: number };

/** The store reads about 300 KB a page within milliseconds. A caller waits for ten pages at most, one after the other. */
const SEARCH_REACH: SearchReach = { pageRows: 500, maxPages: 10 };
/** DynamoDB's limit for one batch: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH_ROWS = 25;
/** Unprocessed rows are sent again with exponential backoff: after 50 ms, twice as long each time, 6 s in all. */
const MAX_BATCH_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 50;

/** More rooms than any home has. */
const MAX_ROOMS = 1_000;

type Writes = NonNullable<BatchWriteCommandInput['RequestItems']>;

/** `listings` in DynamoDB. */
export function dynamoListings(
  db: DynamoDb,
  { pageRows, maxPages }: SearchReach = SEARCH_REACH,
): Listings {
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
      let isCutOff = false;
      try {
        const config = { client: db, pageSize: pageRows };
        const options = signal ? { abortSignal: signal } : {};
        for await (const page of paginateQuery(config, toQuery(wanted), options)) {
          found.push(
            ...((page.Items ?? []) as ListingRow[]).filter((row) => isWanted(row, wanted)),
          );
          // Rows come in order of price: no row on a later page is cheaper.
          if (found.length >= MAX_FOUND) break;
          isCutOff = ++pages === maxPages && page.LastEvaluatedKey !== undefined;
          if (isCutOff) break;
        }
      } catch (error) {
        failing('dynamodb', 'listings were not searched')(error);
      }
      return { listings: found.sort(byPrice).slice(0, MAX_FOUND).map(toListing), isCutOff };
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

    async put(listings) {
      for (let start = 0; start < listings.length; start += BATCH_ROWS) {
        await write(listings.slice(start, start + BATCH_ROWS).map(toListingRow));
      }
    },
  };
}

/** Returns the query: by deal and city if a city is wanted, else by deal alone. The store sends no home that does not fit. */
function toQuery({ deal, city, priceMaxIls, ...wanted }: ListingSearch) {
  const { roomsMin = 0, roomsMax = MAX_ROOMS, features = [] } = wanted;
  const [index, key, partition] = city?.trim()
    ? ['by_deal_city', 'deal_city', dealCity(deal, city)]
    : ['by_deal', 'offered', deal];
  const affordable = priceMaxIls === undefined ? '' : ' AND price_ils <= :price';
  return {
    TableName: table,
    IndexName: index,
    KeyConditionExpression: `${key} = :partition${affordable}`,
    FilterExpression: [
      'rooms BETWEEN :roomsMin AND :roomsMax',
      ...features.map((_, index) => `contains(features, :feature${index})`),
    ].join(' AND '),
    ExpressionAttributeValues: {
      ':partition': partition,
      ':roomsMin': roomsMin,
      ':roomsMax': roomsMax,
      ...Object.fromEntries(features.map((feature, index) => [`:feature${index}`, feature])),
      ...(affordable && { ':price': priceMaxIls }),
    },
  };
}
