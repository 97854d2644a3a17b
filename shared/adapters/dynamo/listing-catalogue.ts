import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { type Offered, offeredCity } from '#shared/domain/listings/listing.ts';
import type { SearchedListing } from '#shared/domain/listings/listing-search.ts';
import { type PreparedHome, prepare } from '#shared/domain/listings/prepared-home.ts';
import { failing } from '#shared/errors.ts';
import type { DynamoDb } from './table-client.ts';

/** The homes that one reading covers: all of an offer, or those of a city. */
export type CatalogueReach = { readonly offered: Offered; readonly city?: string | undefined };

/** Every home of an offer, as far as searches read it. */
export interface ListingCatalogue {
  /**
   * Returns all homes in reach, at most `FRESH_MS` old.
   * @throws VendorFailed
   */
  read(reach: CatalogueReach): Promise<readonly PreparedHome[]>;
  /** Drops what was read, after a write of this process. */
  forget(): void;
}

/** The age at which homes are read again. Within it, a search of this process knows no home that another added. */
const FRESH_MS = 20_000;
/** Homes that were searched are read again before that age, so that callers of a busy process do not wait. */
const RENEWED_MS = 15_000;
/** Decoding a page of more rows would hold up the audio of calls for more than one frame. */
export const PAGE_ROWS = 500;
/** The most readings that are kept: both offers, the removed homes, and a few dozen cities of each. */
const MAX_KEPT = 100;

type Reading = {
  readonly homes: Promise<readonly PreparedHome[]>;
  readonly until: number;
  isUsed: boolean;
};

/** Opens the catalogue: it reads the search index to its end, and keeps each reading for some seconds. */
export function listingCatalogue(db: DynamoDb): ListingCatalogue {
  const readings = new Map<string, Reading>();

  async function query({ offered, city }: CatalogueReach): Promise<readonly PreparedHome[]> {
    const rows: SearchedListing[] = [];
    const pages = paginateQuery({ client: db, pageSize: PAGE_ROWS }, toQuery(offered, city));
    try {
      for await (const { Items = [] } of pages) rows.push(...(Items as SearchedListing[]));
    } catch (error) {
      failing('dynamodb', 'listings were not searched')(error);
    }
    return prepare(rows);
  }

  /** Keeps a reading, and replaces it in time if a search used it again. */
  function keep(name: string, reach: CatalogueReach, reading: Reading): void {
    readings.set(name, reading);
    reading.homes.catch(() => readings.get(name) === reading && readings.delete(name));
    const renew = async () => {
      if (!reading.isUsed || readings.get(name) !== reading) return;
      const until = performance.now() + FRESH_MS;
      const homes = await query(reach);
      if (readings.get(name) === reading)
        keep(name, reach, { homes: Promise.resolve(homes), until, isUsed: false });
    };
    // A store that fails is asked again by the next search.
    setTimeout(() => void renew().catch(() => {}), RENEWED_MS).unref();
  }

  return {
    async read(reach) {
      const now = performance.now();
      for (const [name, { until }] of readings) if (until <= now) readings.delete(name);
      // A reading of the whole offer also holds the city.
      const whole = readings.get(reach.offered);
      const name = reach.city ? offeredCity(reach.offered, reach.city) : reach.offered;
      const known = whole ?? readings.get(name);
      if (known) {
        known.isUsed = true;
        return known.homes;
      }
      if (readings.size >= MAX_KEPT) readings.clear();
      const reading = { homes: query(reach), until: now + FRESH_MS, isUsed: false };
      keep(name, reach, reading);
      return reading.homes;
    },
    forget: () => readings.clear(),
  };
}

function toQuery(offered: Offered, city: string | undefined) {
  return {
    TableName: 'listings',
    IndexName: 'by_offer',
    KeyConditionExpression: `offered = :offered${city ? ' AND deal_city = :city' : ''}`,
    ExpressionAttributeValues: {
      ':offered': offered,
      ...(city && { ':city': offeredCity(offered, city) }),
    },
  };
}
