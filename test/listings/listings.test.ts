import { describe, expect, test } from 'vitest';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { loadSampleListings } from '#local/world/sample-listings.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { VendorFailed } from '#shared/errors.ts';
import { AT, createHalfway, home, idsOf, openStore } from './listings-store.ts';

describe('the listings', () => {
  test('of a city are found however the caller says it, the cheapest first', async () => {
    await using store = await openStore();
    await loadSampleListings(store.listings, AT);
    const { search } = store.listings;

    const inTelAviv = ['TA-101', 'TA-103', 'TA-105', 'TA-102', 'TA-104'];
    expect(idsOf(await search({ deal: 'rent', city: 'ת"א' }))).toEqual(inTelAviv);
    expect(idsOf(await search({ deal: 'rent', city: 'תל-אביב יפו' }))).toEqual(inTelAviv);
    expect(idsOf(await search({ deal: 'sale', city: 'בראשון לציון' }))).toEqual(['RL-602']);
    expect(idsOf(await search({ deal: 'rent', city: 'קיסריה' }))).toEqual([]);
  });

  test('are narrowed by rooms, price and features', async () => {
    await using store = await openStore();
    await loadSampleListings(store.listings, AT);
    const { search } = store.listings;
    const rent = { deal: 'rent', city: 'תל אביב' } as const;

    expect(idsOf(await search({ ...rent, roomsMin: 3, roomsMax: 3 }))).toEqual([
      'TA-105',
      'TA-102',
    ]);
    expect(idsOf(await search({ ...rent, priceMaxIls: 7_500 }))).toEqual(['TA-101', 'TA-103']);
    expect(idsOf(await search({ ...rent, features: ['mamad', 'elevator'] }))).toEqual([
      'TA-105',
      'TA-104',
    ]);
  });

  test('of all cities are found where the caller names none, five at most', async () => {
    await using store = await openStore();
    await loadSampleListings(store.listings, AT);
    expect(idsOf(await store.listings.search({ deal: 'rent' }))).toEqual([
      'BS-801',
      'HF-402',
      'HF-401',
      'RL-601',
      'PT-701',
    ]);
    expect(idsOf(await store.listings.search({ deal: 'rent', roomsMin: 5 }))).toEqual([]);
  });

  test('are kept whole, and found without the keys of the store', async () => {
    await using store = await openStore();
    const whole: Listing = {
      ...home,
      street: 'דיזנגוף 1',
      neighbourhood: 'לב העיר',
      rooms: 2.5,
      floor: 0,
      sqm: 60,
      features: ['elevator', 'pets'],
      available_from: '2027-01-01',
      description: 'שקטה',
    };
    await store.listings.put([whole]);
    expect((await store.listings.search({ deal: 'rent', city: 'תל אביב' })).listings).toEqual([
      whole,
    ]);
  });

  test('of a removed advertisement are not another home with the same digits', async () => {
    await using store = await openStore();
    await store.listings.put([
      { ...home, id: 'TA-103', street: 'יפת', status: 'removed' },
      { ...home, id: 'HF-103', city: 'חיפה' },
    ]);
    const said = async (adId: string) => {
      const { listings, found, removed } = await store.listings.search({ adId });
      return { listings: idsOf(listings), found, removed: removed.map(({ id }) => id) };
    };
    expect(await said('ta 103')).toEqual({ listings: [], found: 0, removed: ['TA-103'] });
    // Letters are often misheard, and digits are often said alone.
    for (const adId of ['PA-103', '103', 'HF-103']) {
      expect(await said(adId)).toEqual({ listings: ['HF-103'], found: 1, removed: [] });
    }
  });

  test('on a street of another city are told where the wanted city has other homes alone', async () => {
    await using store = await openStore();
    await store.listings.put([
      { ...home, id: 'RG', city: 'רמת גן', street: 'ביאליק', number: '20' },
      { ...home, id: 'GV', city: 'גבעתיים', street: 'כצנלסון', number: '5' },
    ]);
    const wanted = { street: 'ביאליק', city: 'גבעתיים' };
    for (const number of ['20', undefined]) {
      const { listings, near } = await store.listings.search({ ...wanted, number });
      expect(listings).toEqual([]);
      expect(near).toMatchObject([{ listing: { id: 'RG' }, misses: 'another city' }]);
    }
  });

  test('that are removed stay in the store and are not found', async () => {
    await using store = await openStore();
    await store.listings.put([home]);
    await store.listings.put([{ ...home, status: 'removed' }]);
    expect(idsOf(await store.listings.search({ deal: 'rent', city: 'תל אביב' }))).toEqual([]);
    expect(idsOf(await store.listings.search({ deal: 'rent' }))).toEqual([]);
    expect(await store.listings.all()).toMatchObject([{ ...home, status: 'removed' }]);
  });

  test('are found behind many cheaper ones that are not wanted, in whatever city', async () => {
    await using store = await openStore();
    const many = Array.from(
      { length: 1_300 },
      (_, index): Listing => ({
        ...home,
        id: `N${index}`,
        price_ils: 5_000 + index,
        rooms: index < 1_290 ? 2 : 5,
        features: index === 1_299 ? ['mamad', 'elevator'] : [],
      }),
    );
    await store.listings.put(many);
    expect((await store.listings.all()).length).toBe(1_300);
    const fiveRooms = await store.listings.search({ deal: 'rent', roomsMin: 5 });
    expect(fiveRooms).toMatchObject({ found: 10, left: 5, near: [] });
    expect(idsOf(fiveRooms)).toEqual(['N1290', 'N1291', 'N1292', 'N1293', 'N1294']);
    const wanted = { deal: 'rent', features: ['mamad', 'elevator'] } as const;
    expect(idsOf(await store.listings.search(wanted))).toEqual(['N1299']);
  });

  test('are counted wholly, and told on from the last one', async () => {
    await using store = await openStore();
    await store.listings.put(
      Array.from({ length: 12 }, (_, index) => ({
        ...home,
        id: `N${10 + index}`,
        price_ils: 5_000 + index,
      })),
    );
    const { search } = store.listings;
    const first = await search({ deal: 'rent' });
    expect([first.found, first.left, idsOf(first).at(-1)]).toEqual([12, 7, 'N14']);
    const last = await search({ deal: 'rent', after: 'N19' });
    expect([last.found, last.left, idsOf(last)]).toEqual([12, 0, ['N20', 'N21']]);
    const unknown = await search({ deal: 'rent', after: 'N99' });
    expect(unknown).toMatchObject({ isAfterUnknown: true, found: 12 });
    expect(idsOf(unknown)).toEqual(idsOf(first));
  });

  test('that another process removed or made dearer are not told, though they were read before', async () => {
    await using store = await openStore();
    await store.listings.put(['A', 'B', 'C'].map((id) => ({ ...home, id })));
    const wanted = { deal: 'rent', priceMaxIls: 7_000 } as const;
    expect((await store.listings.search(wanted)).found).toBe(3);
    const db = localDynamoDb(store.endpoint);
    const elsewhere = dynamoListings(db);
    await elsewhere.put([
      { ...home, id: 'A', status: 'removed' },
      { ...home, id: 'B', price_ils: 7_100 },
    ]);
    db.destroy();
    const found = await store.listings.search(wanted);
    expect([idsOf(found), found.found, found.near]).toEqual([['C'], 1, []]);
  });

  test('are listened for by their places alone, read in pages that hold up no call', async () => {
    await using store = await openStore();
    const ids = Array.from({ length: 1_100 }, (_, index) => `N${index}`);
    await store.listings.put(ids.map((id) => ({ ...home, id, description: 'מרפסת' })));
    const pages = await Array.fromAsync(store.listings.places());
    expect(pages.flat()).toHaveLength(1_100);
    expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(500);
    const { city, status } = home;
    expect(pages.flat()[0]).toEqual({ city, status });
    const large = await Array.fromAsync(store.listings.places({ pageRows: 10_000 }));
    expect(large).toHaveLength(1);
    const left = new AbortController();
    const ended = store.listings.places({ signal: left.signal })[Symbol.asyncIterator]();
    await ended.next();
    left.abort();
    await expect(ended.next()).rejects.toThrow('dynamodb: listings were not read');
  });

  test('that the store leaves undone are written again', async () => {
    await using store = await openStore();
    await using halfway = await createHalfway(store.endpoint, 4);
    const many = Array.from({ length: 30 }, (_, index) => ({ ...home, id: `N${index}` }));
    const client = localDynamoDb(halfway.endpoint);
    await dynamoListings(client).put(many);
    client.destroy();
    expect((await store.listings.all()).length).toBe(30);
  });

  test('are named as DynamoDB’s failure when it is away', async () => {
    await using store = await openStore();
    await store.setFault('down');
    await expect(store.listings.search({ deal: 'rent' })).rejects.toThrow(VendorFailed);
    await expect(store.listings.all()).rejects.toThrow('dynamodb: listings were not read');
    const places = Array.fromAsync(store.listings.places());
    await expect(places).rejects.toThrow('dynamodb: listings were not read');
    await expect(store.listings.put([home])).rejects.toThrow('dynamodb: listings were not written');
  });
});
