import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { writeFirstListings } from '#local/world/sample-listings.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { type Viewing, viewingId } from '#shared/domain/office/viewing.ts';
import { type CrmStore, NOW, openCrmStore } from './crm-store.ts';

const HOUR_MS = 3_600_000;
const DANA = '+972501234567';
const OTHER = '+972521112233';

let crm: CrmStore;
beforeAll(async () => {
  crm = await openCrmStore();
});
afterAll(() => crm[Symbol.asyncDispose]());

let count = 0;
let listing: string;
let day: number;
beforeEach(() => {
  listing = `TA-${++count}`;
  day = NOW + count * 24 * HOUR_MS;
});

/** A viewing of this test's home and day, at 11:35. */
const viewing = (change: Partial<Viewing> = {}): Viewing => ({
  id: viewingId(listing, change.at ?? day),
  contact: DANA,
  listing_id: listing,
  at: day,
  status: 'booked',
  source_id: `CA1-${count}`,
  created_at: NOW,
  ...change,
});
const mine = async () =>
  (await crm.viewings.ofContact(DANA, 0)).filter(({ listing_id }) => listing_id === listing);

describe('a viewing', () => {
  test('is one for a home and a half hour, however many contacts want it', async () => {
    const { book } = crm.viewings;
    const once = { booked: viewing(), moved: [] };
    expect(await book(viewing())).toEqual(once);
    expect(await book(viewing({ source_id: 'CA2' }))).toMatchObject(once);
    expect(await book(viewing({ contact: OTHER, source_id: 'CA3' }))).toEqual({ refused: 'taken' });
    expect(await mine()).toMatchObject([viewing()]);
  });

  test('is free again once its own contact calls it off', async () => {
    const { book, cancel } = crm.viewings;
    await book(viewing({ name: 'דנה' }));
    expect(await cancel(viewing({ contact: OTHER }))).toBe(false);
    expect((await mine())[0]?.status).toBe('booked');
    expect(await cancel(viewing())).toBe(true);
    expect((await mine())[0]?.status).toBe('cancelled');
    const theirs = viewing({ contact: OTHER, source_id: `CA2-${count}` });
    expect(await book(theirs)).toEqual({ booked: theirs, moved: [] });
    expect(await cancel(viewing())).toBe(false);
    expect(await crm.viewings.ofContact(OTHER, 0)).toContainEqual(expect.objectContaining(theirs));
    expect(await mine()).toEqual([]);
  });

  test('that was never booked is not called off', async () => {
    expect(await crm.viewings.cancel(viewing())).toBe(false);
    expect(await mine()).toEqual([]);
  });

  test('is read from a moment on, the soonest first, twenty at most', async () => {
    const contact = '+972507777777';
    const ats = Array.from({ length: 25 }, (_, index) => day + ((index * 7) % 25) * HOUR_MS);
    for (const at of ats) {
      await crm.viewings.book(viewing({ contact, at, source_id: `CA-${at}` }));
    }
    const read = await crm.viewings.ofContact(contact, day + HOUR_MS);
    expect(read.map(({ at }) => at)).toEqual(
      Array.from({ length: 20 }, (_, index) => day + (index + 1) * HOUR_MS),
    );
  });
});

test('a new world has homes to offer', async () => {
  await using store = await createDynamoDbStandIn();
  await writeFirstListings(store.endpoint);
  const db = localDynamoDb(store.endpoint);
  const listings = dynamoListings(db);
  const found = await listings.search({ deal: 'rent', city: 'חיפה' });
  expect(found.listings.length).toBeGreaterThan(0);
  expect(await listings.find('TA-101')).toMatchObject({ id: 'TA-101', status: 'active' });
  expect(await listings.find('TA-101')).not.toHaveProperty('deal_city');
  expect(await listings.find('TA-999')).toBeUndefined();
  db.destroy();
});
