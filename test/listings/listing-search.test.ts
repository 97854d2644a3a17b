import { expect, test } from 'vitest';
import { isWanted } from '#shared/domain/listings/catalogue-search.ts';
import {
  isSameListing,
  type Listing,
  toListing,
  toListingRow,
} from '#shared/domain/listings/listing.ts';
import { byPrice, type ListingSearch } from '#shared/domain/listings/listing-search.ts';

const home: Listing = {
  id: 'A1',
  deal: 'rent',
  city: 'ת"א',
  rooms: 3.5,
  price_ils: 8_000,
  features: ['elevator', 'balcony'],
  status: 'active',
  updated_at: 1,
};

test.each<[string, Partial<ListingSearch>]>([
  ['of its deal', {}],
  ['in its city', { city: 'תל אביב-יפו' }],
  ['in any city', { city: ' ' }],
  ['with just its rooms', { roomsMin: 3.5, roomsMax: 3.5 }],
  ['with at least fewer rooms', { roomsMin: 3 }],
  ['with at most more rooms', { roomsMax: 4 }],
  ['for just its price', { priceMaxIls: 8_000 }],
  ['with one of its features', { features: ['balcony'] }],
  ['with all its features', { features: ['balcony', 'elevator'] }],
  ['with no feature in particular', { features: [] }],
])('a caller who looks for a home %s is told of it', (_what, wanted) => {
  expect(isWanted(home, { deal: 'rent', ...wanted })).toBe(true);
});

test.each<[string, Partial<ListingSearch>]>([
  ['to buy', { deal: 'sale' }],
  ['elsewhere', { city: 'חיפה' }],
  ['with more rooms', { roomsMin: 4 }],
  ['with fewer rooms', { roomsMax: 3 }],
  ['for less', { priceMaxIls: 7_999 }],
  ['with a feature more', { features: ['elevator', 'mamad'] }],
])('a caller who looks for a home %s is not told of it', (_what, wanted) => {
  expect(isWanted(home, { deal: 'rent', ...wanted })).toBe(false);
});

test('a removed listing stands apart from those on offer', () => {
  const removed = { ...home, status: 'removed' } as const;
  expect(toListingRow(removed)).toEqual({
    ...removed,
    offered: 'removed',
    deal_city: 'removed#תל אביב',
  });
});

test('the cheapest is told of first, of two at one price the larger', () => {
  const homes = [
    { ...home, id: 'dear', price_ils: 9_000 },
    { ...home, id: 'small', rooms: 3 },
    { ...home, id: 'unmeasured' },
    { ...home, id: 'wide', sqm: 100 },
    { ...home, id: 'cheap', price_ils: 7_000, rooms: 2 },
  ];
  expect(homes.sort(byPrice).map(({ id }) => id)).toEqual([
    'cheap',
    'wide',
    'unmeasured',
    'small',
    'dear',
  ]);
});

test('two spellings of a city are one partition of the index', () => {
  expect(toListingRow(home).deal_city).toBe(toListingRow({ ...home, city: 'תל אביב' }).deal_city);
  expect(toListing(toListingRow(home))).toEqual(home);
});

test('a listing is the same as long as nothing but its moment differs', () => {
  const row = toListingRow(home);
  const again = { ...home, updated_at: 2, features: home.features.toReversed(), street: undefined };
  expect(isSameListing(row, toListingRow(again))).toBe(true);
  expect(isSameListing(row, toListingRow({ ...home, price_ils: 7_900 }))).toBe(false);
  expect(isSameListing(row, { ...row, deal_city: 'rent#an older spelling' })).toBe(false);
});
