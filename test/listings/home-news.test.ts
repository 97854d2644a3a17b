import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoListingChanges } from '#shared/adapters/dynamo/listing-changes.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoUntoldHomes } from '#shared/adapters/dynamo/untold-homes.ts';
import { MAX_NEWS, newsOf } from '#shared/domain/listings/home-news.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { changesOf, planImport } from '#shared/office/listing-import/import-plan.ts';
import { AT, home, openStore } from './listings-store.ts';

const later = { ...home, updated_at: AT + 1 };
const LATE = Number.MAX_SAFE_INTEGER;
const at = (price_ils: number) => ({ ...later, price_ils });

test.each([
  ['a home that was not there', later, undefined, 'new'],
  ['a home that comes back', later, { ...home, status: 'removed' }, 'back'],
  ['a home that comes back dearer', at(9_000), { ...home, status: 'removed' }, 'back'],
  ['a price that falls by a percent', at(6_930), home, 'cheaper'],
  ['a price that falls by less', at(6_931), home, undefined],
  ['a price that stays', later, home, undefined],
  ['a price that rises', at(7_500), home, undefined],
  ['a home that leaves', { ...later, status: 'removed' }, home, undefined],
  ['a home that was added as one that left', { ...later, status: 'removed' }, undefined, undefined],
  ['another description', { ...later, description: 'משופצת' }, home, undefined],
] as const)('%s is news or none', (_, wanted, seen, kind) => {
  expect(newsOf(wanted, seen)?.kind).toBe(kind);
});

test('a price that falls names the one before', () => {
  expect(newsOf(at(6_000), home)).toEqual({ kind: 'cheaper', at: AT + 1, from_ils: 7_000 });
});

describe('an import', () => {
  let store: Awaited<ReturnType<typeof openStore>>;
  let db: DynamoDb;
  beforeEach(async () => {
    store = await openStore();
    db = localDynamoDb(store.endpoint);
  });
  afterEach(async () => {
    db.destroy();
    await store[Symbol.asyncDispose]();
  });

  const homes = (count: number, letter = 'B') =>
    Array.from({ length: count }, (_, index) => ({ ...later, id: `${letter}${index}` }));
  async function importHomes(...wanted: readonly Listing[]): Promise<void> {
    const standing = await store.listings.all();
    await dynamoListingChanges(db).apply(changesOf(planImport(wanted, standing), standing));
  }
  const news = async () =>
    (await dynamoUntoldHomes(db).due(LATE, 100)).map((one) => one.listing_id);

  test('into an office without homes is no news', async () => {
    await importHomes(...homes(3));
    expect(await news()).toEqual([]);
  });

  test('into an office whose homes all left is no news', async () => {
    await store.listings.put([{ ...home, status: 'removed' }]);
    await importHomes(...homes(3));
    expect(await news()).toEqual([]);
  });

  test('of a new home is news, once', async () => {
    await store.listings.put([home]);
    await importHomes(...homes(2));
    expect((await news()).sort()).toEqual(['B0', 'B1']);
    await importHomes(...homes(2));
    for (const due of await dynamoUntoldHomes(db).due(LATE, 100)) {
      await dynamoUntoldHomes(db).settle(due, undefined);
    }
    await importHomes(...homes(2));
    expect(await news()).toEqual([]);
  });

  test('with too much news tells none of it', async () => {
    await store.listings.put([home]);
    await importHomes(...homes(MAX_NEWS + 1));
    expect(await news()).toEqual([]);
    await importHomes(...homes(MAX_NEWS, 'C'));
    expect(await news()).toHaveLength(MAX_NEWS);
  });

  test('that changes another column keeps news that waits', async () => {
    await store.listings.put([home]);
    await importHomes(at(6_000));
    await importHomes({ ...at(6_000), description: 'משופצת', updated_at: AT + 2 });
    expect(await news()).toEqual(['A1']);
  });
});
