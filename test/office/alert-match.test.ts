import { describe, expect, test } from 'vitest';
import type { SearchedListing } from '#shared/domain/listings/listing-search.ts';
import { prepare } from '#shared/domain/listings/prepared-home.ts';
import { FRESH_WISH_DAYS, isAlertFor, isKnownHome } from '#shared/domain/office/alert-match.ts';
import type { Lead } from '#shared/domain/office/lead.ts';

const NOW = Date.parse('2026-11-29T10:00:00Z');
const DAY_MS = 24 * 3_600_000;

/** A flat for rent in Tel Aviv. */
const flat: SearchedListing = {
  id: 'TA-101',
  deal: 'rent',
  city: 'תל אביב',
  neighbourhood: 'הצפון הישן',
  street: 'ארלוזורוב',
  number: '88',
  rooms: 3,
  floor: 2,
  sqm: 75,
  price_ils: 6_400,
  features: ['elevator', 'balcony'],
  available_from: '2027-01-01',
};
/** Homes beside it, which tell what a name means. */
const others: readonly SearchedListing[] = [
  { ...flat, id: 'TA-102', neighbourhood: 'פלורנטין', street: 'אברבנאל' },
  { ...flat, id: 'RG-1', city: 'רמת גן', neighbourhood: 'נווה יהושע', street: 'ביאליק' },
  { ...flat, id: 'GD-1', city: 'גדרה', neighbourhood: undefined, street: 'הביל"ויים' },
];
const consent = {
  to: 'alerts',
  at: NOW - DAY_MS,
  channel: 'phone',
  source_id: 'CA1-001-0004',
} as const;
/** A contact who wants exactly such a flat. */
const seeker: Lead = {
  contact: '+972501234567',
  deal: 'rent',
  city: 'תל אביב',
  rooms: 3,
  budget_ils: 6_500,
  alerts: 'agreed',
  consents: [consent],
  source: 'phone',
  created_at: NOW - DAY_MS,
  updated_at: NOW - DAY_MS,
};
const searched = (search: Partial<NonNullable<Lead['search']>>): Partial<Lead> => ({
  search: { city: 'תל אביב', at: NOW - DAY_MS, ...search },
  rooms: undefined,
  budget_ils: undefined,
});
const isTold = (lead: Partial<Lead>, home: Partial<SearchedListing> = {}) => {
  const one = { ...flat, ...home };
  const offered = prepare([one, ...others]);
  return isAlertFor({ home: one, offered }, { ...seeker, ...lead }, NOW);
};

type Row = readonly [string, Partial<Lead>, Partial<SearchedListing>?];

describe('a contact is told of a home', () => {
  test.for<Row>([
    ['that is all they noted', {}],
    ['at exactly their price', { budget_ils: 6_400 }],
    ['far below their price', { budget_ils: 20_000 }],
    ['whatever its price, without a budget', { budget_ils: undefined }],
    ['of any size, without a number of rooms', { rooms: undefined }],
    ['with half a room more', {}, { rooms: 3.5 }],
    ['in their city by another spelling', { city: 'ת"א' }],
    ['in the neighbourhood of their search', searched({ neighbourhood: 'הצפון הישן' })],
    ['in their neighbourhood by a prefix', searched({ neighbourhood: 'צפון ישן' })],
    ['on their street', searched({ street: 'ארלוזורוב' })],
    [
      'in their neighbourhood, without a city',
      { ...searched({ city: undefined, neighbourhood: 'הצפון הישן' }), city: undefined },
    ],
    ['between their rooms', searched({ roomsMin: 2.5, roomsMax: 4 })],
    ['between their rooms, said the other way round', searched({ roomsMin: 4, roomsMax: 2.5 })],
    ['between their prices', searched({ priceMinIls: 6_000, priceMaxIls: 7_000 })],
    ['on a floor that they named', searched({ floorMin: 2, floorMax: 5 })],
    ['with all features that they need', searched({ features: ['elevator', 'balcony'] })],
    ['that is free on their day', searched({ availableBy: '2027-01-01' })],
    ['that is free at once', searched({ availableBy: '2026-12-01' }), { available_from: 'now' }],
    [
      'with a flexible day',
      searched({ availableBy: '2026-12-01' }),
      { available_from: 'flexible' },
    ],
    [
      'that is a penthouse, when they want a flat',
      searched({ kind: 'apartment' }),
      { kind: 'penthouse' },
    ],
    ['that is a house, when any home will do', {}, { kind: 'house' }],
    [
      'that is an office, when they look for one',
      searched({ kind: 'office' }),
      { kind: 'office', rooms: undefined },
    ],
    [
      'for sale, when they buy',
      { deal: 'sale', budget_ils: 3_000_000 },
      { deal: 'sale', price_ils: 2_900_000 },
    ],
    [
      'within a budget noted after the search',
      { ...searched({ priceMaxIls: 5_000 }), budget_ils: 6_500 },
    ],
    [
      'in the city noted after the search',
      { ...searched({ city: 'רמת גן', street: 'ביאליק' }), city: 'תל אביב' },
    ],
    [
      'with the rooms noted after the search',
      { ...searched({ roomsMin: 5, roomsMax: 6 }), rooms: 3 },
    ],
    ['while the office is talking to them', { stage: 'viewing' }],
    [
      'on the last day of a fresh wish',
      { consents: [{ ...consent, at: NOW - FRESH_WISH_DAYS * DAY_MS }] },
    ],
    ['when an old wish was searched anew', { ...searched({}), consents: [{ ...consent, at: 0 }] }],
    [
      'when they agreed again after a refusal',
      {
        consents: [
          { ...consent, withdrawn_at: NOW - 5 },
          { ...consent, source_id: 'SM2' },
        ],
      },
    ],
  ])('%s', ([, lead, home]) => expect(isTold(lead, home)).toBe(true));
});

describe('a contact is not told of a home', () => {
  test.for<Row>([
    ['a thousand shekels above their price', { budget_ils: 5_400 }],
    ['one shekel above their price', { budget_ils: 6_399 }],
    ['below their lowest price', searched({ priceMinIls: 6_500, priceMaxIls: 8_000 })],
    ['with a room less', { rooms: 4 }],
    ['with half a room less', { rooms: 3.5 }],
    ['with a room more', { rooms: 2 }],
    ['of unknown size', {}, { rooms: undefined }],
    ['in another city', { city: 'רמת גן' }],
    ['in a city whose name is alike', { city: 'חדרה' }, { city: 'גדרה', neighbourhood: undefined }],
    ['in another neighbourhood', searched({ neighbourhood: 'פלורנטין' })],
    [
      'in an unknown neighbourhood',
      searched({ neighbourhood: 'פלורנטין' }),
      { neighbourhood: undefined },
    ],
    ['on another street', searched({ street: 'אברבנאל' })],
    ['on a higher floor', searched({ floorMax: 1 })],
    ['on an unknown floor', searched({ floorMin: 1 }), { floor: undefined }],
    ['without a feature that they need', searched({ features: ['elevator', 'parking'] })],
    ['that is free too late', searched({ availableBy: '2026-12-31' })],
    [
      'with an unknown day of entry',
      searched({ availableBy: '2027-02-01' }),
      { available_from: undefined },
    ],
    ['for sale, when they rent', {}, { deal: 'sale' }],
    ['for rent, when they buy', { deal: 'sale' }],
    ['when they let their own', { deal: 'let' }],
    ['when they sell their own', { deal: 'sell' }],
    ['when nobody knows whether they rent or buy', { deal: undefined }],
    ['that is a shop, when they want a home', {}, { kind: 'shop' }],
    ['that is an office, when they want a home', { rooms: undefined }, { kind: 'office' }],
    ['that is a plot, when they want a home', { rooms: undefined }, { kind: 'plot' }],
    ['that is a flat, when they look for an office', searched({ kind: 'office' })],
    ['that is a flat, when they want a penthouse', searched({ kind: 'penthouse' })],
    ['when they named no place', { city: undefined }],
    ['when their place is empty', { city: ' ' }],
    [
      'above a budget noted after the search',
      { ...searched({ priceMaxIls: 7_000 }), budget_ils: 6_000 },
    ],
    [
      'in the city of a search before the last',
      { ...searched({ city: 'תל אביב' }), city: 'רמת גן' },
    ],
    ['when they refused messages', { opted_out_at: NOW - 1 }],
    ['when they agreed to messages alone', { consents: [{ ...consent, to: 'messages' }] }],
    ['when they agreed to nothing', { consents: [], alerts: undefined }],
    ['when their consent is withdrawn', { consents: [{ ...consent, withdrawn_at: NOW - 5 }] }],
    ['when their consent is not in force in the index', { alerts: undefined }],
    ['when they signed', { stage: 'won' }],
    ['when they went elsewhere', { stage: 'lost' }],
    [
      'when their wish is old',
      { consents: [{ ...consent, at: NOW - (FRESH_WISH_DAYS + 1) * DAY_MS }] },
    ],
    ['when wish and search are old', { ...searched({ at: 1 }), consents: [{ ...consent, at: 0 }] }],
  ])('%s', ([, lead, home]) => expect(isTold(lead, home)).toBe(false));
});

test.each([
  ['booked', true],
  ['done', true],
  ['cancelled', false],
] as const)('a home with a viewing that is %s is known to the contact: %s', (status, isKnown) => {
  expect(isKnownHome([{ listing_id: 'TA-101', status }], 'TA-101')).toBe(isKnown);
  expect(isKnownHome([{ listing_id: 'TA-102', status }], 'TA-101')).toBe(false);
});
