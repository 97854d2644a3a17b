import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { officeOf } from '../office/office-of.ts';
import { anything, CONTACT, nobody, openToolDesk, type ToolDesk } from './tool-desk.ts';

let desk: ToolDesk;
let crm: ToolDesk['crm'];
let toolbox: ToolDesk['toolbox'];
let use: ToolDesk['use'];
beforeEach(async () => {
  desk = await openToolDesk();
  ({ crm, toolbox, use } = desk);
});
afterEach(() => desk[Symbol.asyncDispose]());

describe('search_listings', () => {
  test('tells of three homes at most, of each what is known', async () => {
    const sent = { ...anything, city: 'ת"א' };
    const { found, listings } = await use('search_listings', sent);
    expect([found, listings.length]).toEqual([5, 3]);
    expect(listings[0]).toEqual({
      id: 'TA-101',
      deal: 'rent',
      city: 'תל אביב',
      street: 'דיזנגוף',
      neighbourhood: 'הצפון הישן',
      rooms: 2,
      floor: 3,
      floors: 4,
      sqm: 52,
      price_ils: 6_400,
      arnona_ils_two_months: 416,
      vaad_ils_monthly: 250,
      features: ['elevator', 'balcony'],
      available_from: 'now',
      description: 'דירה שקטה לעורף, חמש דקות מהים.',
    });
  });

  test.each([
    [3, null],
    [null, 3],
    [3, 3],
  ])(
    'takes three rooms for three or three and a half: from %s to %s',
    async (rooms_min, rooms_max) => {
      const sent = { ...anything, city: 'ראשון לציון', rooms_min, rooms_max };
      const { listings } = await use('search_listings', sent);
      expect(listings.map(({ id, rooms }: Found) => [id, rooms])).toEqual([['RL-601', 3.5]]);
    },
  );

  test('takes two numbers of rooms as they are, whichever comes first', async () => {
    const rooms = async (rooms_min: number, rooms_max: number) =>
      (await use('search_listings', { ...anything, city: 'תל אביב', rooms_min, rooms_max })).found;
    expect([await rooms(2, 2.5), await rooms(2.5, 2), await rooms(4, 30)]).toEqual([2, 2, 1]);
  });

  test('understands features in free words, and names what it does not', async () => {
    const features = ['ממ"ד', 'elevator', 'נוף לים', ''];
    const sent = { ...anything, city: 'תל אביב', features };
    const { listings, ignored } = await use('search_listings', sent);
    expect(listings.map(({ id }: Found) => id)).toEqual(['TA-105', 'TA-104']);
    expect(ignored).toEqual(['נוף לים']);
  });

  test.each([
    ['quick', 0, 300, 900],
    // Both waits in a row would take 1,400 ms, and the brain gives a tool up after 1,500 ms.
    ['slow', 1_100, 1_200, 1_350],
  ])(
    'after a %s search (%i ms) does not wait past %i ms for a slow store to note the wish',
    async (_, searchMs, boundMs, belowMs) => {
      const listings = {
        ...crm.listings,
        async search(...wanted: Parameters<typeof crm.listings.search>) {
          const found = crm.listings.search(...wanted);
          await sleep(searchMs);
          return found;
        },
      };
      const leads = { ...crm.leads, save: () => new Promise<never>(() => {}) };
      // The first search of a process reads the index of homes.
      await use('search_listings', { ...anything, city: 'חיפה' }, { turn: { contact: nobody } });
      const box = toolbox({}, { ...crm, listings, leads });
      const startedAt = performance.now();
      const { found } = await use('search_listings', { ...anything, city: 'תל אביב' }, { box });
      const tookMs = performance.now() - startedAt;
      expect(found).toBe(5);
      expect(tookMs).toBeGreaterThan(boundMs - 20);
      expect(tookMs).toBeLessThan(belowMs);
    },
  );

  test('goes on after the last home that was told, until there are no more', async () => {
    const sent = { ...anything, city: 'תל אביב' };
    const first = await use('search_listings', sent);
    expect(first).toMatchObject({ found: 5, more: 2 });
    expect(idsOf(first)).toEqual(['TA-101', 'TA-103', 'TA-105']);
    const next = await use('search_listings', { ...sent, after: 'TA-105' });
    expect(next).toMatchObject({ found: 5 });
    expect(next).not.toHaveProperty('more');
    expect(idsOf(next)).toEqual(['TA-102', 'TA-104']);
    expect(await use('search_listings', { ...sent, after: 'TA-104' })).toEqual({
      found: 5,
      listings: [],
    });
  });

  test('goes on from a home that left the market meanwhile, and offers none that did', async () => {
    const sent = { ...anything, city: 'תל אביב' };
    await use('search_listings', sent);
    const elsewhere = dynamoListings(crm.db);
    for (const id of ['TA-105', 'TA-102']) {
      const home = await crm.listings.find(id);
      if (home) await elsewhere.put([{ ...home, status: 'removed' }]);
    }
    const next = await use('search_listings', { ...sent, after: 'TA-105' });
    expect(idsOf(next)).toEqual(['TA-104']);
    expect(next).not.toHaveProperty('more');
    // A search that has read the catalogue again counts them no more.
    const anew = toolbox({}, { ...crm, listings: dynamoListings(crm.db) });
    expect(await use('search_listings', sent, { box: anew })).toMatchObject({ found: 3 });
  });

  test('begins anew after a home that it does not know, and says so', async () => {
    const sent = { ...anything, city: 'תל אביב', after: 'TA-999' };
    const result = await use('search_listings', sent);
    expect(idsOf(result)).toEqual(['TA-101', 'TA-103', 'TA-105']);
    expect(result.note).toBe('There is no home with the id of `after`. These are the first ones.');
  });

  test('finds the flat of an advertisement by street and number, and never says the number', async () => {
    const sent = { ...anything, deal: null, street: 'ברחוב ארלוזורוב', house_number: '88' };
    for (const house_number of ['after_booking', 'never'] as const) {
      const box = toolbox({}, { ...crm, office: officeOf({ house_number }) });
      const result = await use('search_listings', sent, { box });
      expect(idsOf(result)).toEqual(['TA-102']);
      expect(JSON.stringify(result)).not.toContain('88');
    }
    const box = toolbox({}, { ...crm, office: officeOf({ house_number: 'told' }) });
    const { listings } = await use('search_listings', sent, { box });
    expect(listings[0].street).toBe('ארלוזורוב 88');
    const other = await use('search_listings', { ...sent, house_number: '90' });
    expect(other).toMatchObject({
      found: 0,
      near: [{ id: 'TA-102', misses: 'another house number' }],
    });
    expect(JSON.stringify(other)).not.toContain('88');
    expect(await crm.written()).toEqual([]);
  });

  test('says that the flat of an advertisement is no longer on offer', async () => {
    const home = await crm.listings.find('TA-102');
    if (home) await crm.listings.put([{ ...home, ad_ids: ['4523111'], status: 'removed' }]);
    const gone = {
      found: 0,
      no_longer_offered: [{ city: 'תל אביב-יפו', street: 'ארלוזורוב', rooms: 3 }],
    };
    const by = { ...anything, deal: null };
    const house = { ...by, street: 'ארלוזורוב', house_number: '88' };
    expect(await use('search_listings', { ...by, ad_number: '4523111' })).toMatchObject(gone);
    expect(await use('search_listings', house)).toMatchObject(gone);
    const unknown = await use('search_listings', { ...by, ad_number: '999999' });
    expect(unknown).toEqual({ found: 0, listings: [] });
  });

  test('names a house number without its street as ignored', async () => {
    const sent = { ...anything, city: 'רמת גן', house_number: '20' };
    const { ignored } = await use('search_listings', sent);
    expect(ignored).toEqual(['house_number without street']);
  });

  test('names a home for a thousand more as what it is', async () => {
    const sent = { ...anything, city: 'רמת גן', rooms_min: 4, rooms_max: 4, price_max_ils: 8_000 };
    const { found, near } = await use('search_listings', sent);
    expect(found).toBe(0);
    expect(near).toMatchObject([{ misses: 'price 700 above', id: 'RG-202', price_ils: 8_700 }]);
  });

  test.each([
    ['a house number', { house_number: 88 }],
    ['a day', { available_by: '1.12.2026' }],
    ['a kind', { kind: 'castle' }],
    ['a floor', { floor_min: 1.5 }],
    ['a price', { price_min_ils: '5000' }],
  ])('asks the model for %s of another type again', async (_what, wrong) => {
    const result = await use('search_listings', { ...anything, ...wrong });
    expect(result).toEqual({ error: expect.stringContaining('do not fit the schema') });
  });

  test('tells of no more than a model reads, whatever an office wrote and a caller wants', async () => {
    const quotes = '"'.repeat(100);
    const [first] = (await crm.listings.search({ deal: 'rent', city: 'תל אביב' })).listings;
    if (!first) throw new Error('The sample has homes in Tel Aviv.');
    const verbose = { ...first, city: 'שם', street: quotes, neighbourhood: quotes };
    const ids = ['1', '2', '3'].map((id) => `${id}${quotes}`);
    await crm.listings.put(ids.map((id) => ({ ...verbose, id })));
    const features = Array(5).fill('\u0001'.repeat(200));
    const result = await use('search_listings', { ...anything, city: 'שם', features: null });
    expect([result.found, result.listings.length]).toEqual([3, 2]);
    const call = { ...anything, city: 'תל אביב', features };
    const json = JSON.stringify(await use('search_listings', call));
    expect(json.length).toBeLessThan(2_000);
    expect(JSON.parse(json).ignored).toHaveLength(3);
  });

  test('keeps a search as the caller’s wish', async () => {
    const sent = { ...anything, city: 'תל אביב', rooms_min: 3, rooms_max: 3 };
    await use('search_listings', { ...sent, price_max_ils: 9_000 });
    expect(await crm.leads.find(CONTACT)).toMatchObject({
      deal: 'rent',
      city: 'תל אביב',
      rooms: 3,
      budget_ils: 9_000,
      search: { city: 'תל אביב', roomsMin: 3, roomsMax: 3.5, priceMaxIls: 9_000 },
    });
    await use('search_listings', anything, { turn: { contact: nobody } });
    expect(await crm.written()).toHaveLength(1);
  });

  type Found = { id: string; rooms: number };
  const idsOf = ({ listings }: { listings: Found[] }) => listings.map(({ id }) => id);
});
