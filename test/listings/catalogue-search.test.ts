import { describe, expect, test } from 'vitest';
import { searchCatalogue } from '#shared/domain/listings/catalogue-search.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import type { ListingSearch } from '#shared/domain/listings/listing-search.ts';
import { prepare } from '#shared/domain/listings/prepared-home.ts';
import { home } from './listings-store.ts';

/** Searches homes that differ from an ordinary one; returns the ids of the matches, and the near misses in words. */
function search(homes: readonly Partial<Listing>[], wanted: ListingSearch) {
  const rows = homes.map((one, index) => ({ ...home, id: `N${index}`, ...one }));
  const { matches, near } = searchCatalogue(prepare(rows), wanted);
  return {
    found: matches.map(({ id }) => id),
    near: near.map(({ listing, misses }) => `${listing.id}: ${misses}`),
  };
}

const office: Partial<Listing>[] = [
  {
    id: 'ARL',
    street: 'ארלוזורוב',
    number: '88',
    neighbourhood: 'הצפון הישן',
    ad_ids: ['4523111'],
  },
  { id: 'ARL2', street: 'ארלוזורוב', number: '12א', neighbourhood: 'הצפון הישן', price_ils: 7_100 },
  { id: 'OLD', street: 'שינקין 7', neighbourhood: 'לב העיר', price_ils: 7_200 },
  { id: 'FLO', street: 'קיבוץ גלויות', neighbourhood: 'פלורנטין', price_ils: 7_300 },
  { id: 'HFA', city: 'חיפה', street: 'ארלוזורוב', number: '88', price_ils: 5_000 },
  { id: 'PLOT', deal: 'sale', kind: 'plot', rooms: undefined, price_ils: 900_000, city: 'חדרה' },
  { id: 'SHOP', kind: 'shop', rooms: undefined, price_ils: 6_000 },
  { id: 'PENT', kind: 'penthouse', price_ils: 15_000, floor: 9 },
];

describe('a caller finds', () => {
  test.each<[string, ListingSearch, string[]]>([
    ['a street', { deal: 'rent', city: 'תל אביב', street: 'ברחוב ארלוזורוב' }, ['ARL', 'ARL2']],
    ['a street in any city', { street: 'ארלוזורוב' }, ['HFA', 'ARL', 'ARL2']],
    ['a street as it is spelt without vowels', { street: "רח' שנקין" }, ['OLD']],
    ['a street with the number of its house', { street: 'ארלוזורוב 12', city: 'ת"א' }, ['ARL2']],
    ['a street and a number', { street: 'ארלוזורוב', number: '88', city: 'ת"א' }, ['ARL']],
    ['a house that was written in one column', { street: 'שינקין', number: '7' }, ['OLD']],
    [
      'a house, whatever else was wanted',
      { street: 'ארלוזורוב', number: '88', city: 'חיפה', deal: 'sale', roomsMin: 9 },
      ['HFA'],
    ],
    ['an advertisement', { adId: '4523111' }, ['ARL']],
    [
      'an advertisement with blanks in its number',
      { adId: ' 452-31 11 ', deal: 'sale', city: 'אילת' },
      ['ARL'],
    ],
    ['a home by the office’s own id', { adId: 'flo' }, ['FLO']],
    ['a neighbourhood', { deal: 'rent', neighbourhood: 'בפלורנטין' }, ['FLO']],
    ['a neighbourhood in place of a city', { deal: 'rent', city: 'פלורנטין' }, ['FLO']],
    ['a part of a city', { deal: 'rent', city: 'צפון תל אביב' }, ['ARL', 'ARL2']],
    ['a city that was misheard', { deal: 'sale', city: 'לחדירה', kind: 'plot' }, ['PLOT']],
    ['a plot, which has no rooms', { deal: 'sale', kind: 'plot', roomsMin: 3 }, ['PLOT']],
    ['a shop', { deal: 'rent', kind: 'shop' }, ['SHOP']],
    ['a penthouse', { deal: 'rent', kind: 'penthouse' }, ['PENT']],
    [
      'prices from one to another',
      { deal: 'rent', priceMinIls: 7_100, priceMaxIls: 7_200 },
      ['ARL2', 'OLD'],
    ],
    [
      'prices that were named backwards',
      { deal: 'rent', priceMinIls: 7_200, priceMaxIls: 7_100 },
      ['ARL2', 'OLD'],
    ],
    ['high floors', { deal: 'rent', floorMin: 5 }, ['PENT']],
    ['floors that were named backwards', { deal: 'rent', floorMin: 12, floorMax: 8 }, ['PENT']],
  ])('%s', (_what, wanted, ids) => {
    expect(search(office, wanted).found).toEqual(ids);
  });

  test('flats of every kind where a flat is wanted, and neither plots nor shops', () => {
    const all = ['HFA', 'ARL', 'ARL2', 'OLD', 'FLO', 'PENT'];
    expect(search(office, { deal: 'rent', kind: 'apartment' }).found).toEqual(all);
    expect(search(office, { deal: 'rent' }).found).toEqual(all);
    expect(search(office, { deal: 'sale' }).found).toEqual([]);
  });

  test('a house number with its letter before one without', () => {
    const homes = [{ number: '12' }, { number: '12א' }].map((one) => ({ street: 'הרצל', ...one }));
    expect(search(homes, { street: 'הרצל', number: "12א'" }).found).toEqual(['N1']);
    expect(search(homes, { street: 'הרצל', number: '12' }).found).toEqual(['N0']);
    expect(search(homes.slice(1), { street: 'הרצל', number: '12' }).found).toEqual(['N0']);
  });

  test.each([
    ['172', '172-174'],
    ['174', '172-174'],
    ['172-174', '172-174'],
    ['172', '172–174'],
    ['7', '7/4'],
    ['7/4', '7/4'],
    ['7/4', '7'],
    ['12', '12א'],
    ['12א', '12'],
    ["12 א'", '12א'],
    ['012', '12'],
  ])('the house %s in %s', (said, number) => {
    const homes = [{ street: 'הרצל', number }];
    expect(search(homes, { street: 'הרצל', number: said }).found).toEqual(['N0']);
  });

  test.each([
    ['172174', '172-174', 'another house number'],
    ['74', '7/4', 'another house number'],
    ['4', '7/4', 'another house number'],
    ['12ג', '12א', 'another letter'],
  ])('no house %s in %s, which is %s', (said, number, misses) => {
    const homes = [{ street: 'הרצל', number }];
    expect(search(homes, { street: 'הרצל', number: said })).toEqual({
      found: [],
      near: [`N0: ${misses}`],
    });
  });

  test('a flat by its number before the others of its house', () => {
    const homes = ['7/3', '7/4'].map((number) => ({ street: 'הרצל', number }));
    expect(search(homes, { street: 'הרצל', number: '7/4' }).found).toEqual(['N1']);
    expect(search(homes, { street: 'הרצל', number: '7' }).found).toEqual(['N0', 'N1']);
  });

  test('no other home where the digits of an id are too few to name it', () => {
    expect(search([{ id: 'A-12' }], { adId: '12' }).found).toEqual([]);
    expect(search([{ id: 'A-123' }], { adId: '123' }).found).toEqual(['A-123']);
    expect(search([{ id: 'A-123' }], { adId: 'B-123' }).found).toEqual(['A-123']);
    expect(search([{ id: 'A-123' }], { adId: '---' }).found).toEqual([]);
  });

  test('homes that are free by a day', () => {
    const homes = ['now', '2026-12-01', '2027-02-01', undefined].map((available_from) => ({
      available_from,
    }));
    expect(search(homes, { availableBy: '2026-12-31' })).toEqual({
      found: ['N0', 'N1'],
      near: ['N2: free from 2027-02-01', 'N3: entry date not known'],
    });
    expect(search([{ available_from: '2027-06-01' }], { availableBy: '2026-12-31' }).near).toEqual(
      [],
    );
  });
});

describe('a home that misses one wish by little is told as such:', () => {
  const wanted: ListingSearch = {
    deal: 'rent',
    city: 'תל אביב',
    roomsMin: 3,
    roomsMax: 3.5,
    priceMaxIls: 7_000,
  };
  test.each<[string, Partial<Listing>, Partial<ListingSearch>, string | undefined]>([
    ['a price 500 above', { price_ils: 7_500 }, {}, 'price 500 above'],
    [
      'a price a thousand above',
      { price_ils: 11_000 },
      { priceMaxIls: 10_000 },
      'price 1,000 above',
    ],
    ['no price far above', { price_ils: 7_701 }, {}, undefined],
    ['a price below', { price_ils: 4_600 }, { priceMinIls: 5_000 }, 'price 400 below'],
    ['half a room less', { rooms: 2.5 }, {}, 'half a room less'],
    ['half a room more', { rooms: 4 }, {}, 'half a room more'],
    ['no room less', { rooms: 2 }, {}, undefined],
    ['unknown rooms', { rooms: undefined }, {}, 'rooms not known'],
    [
      'one feature less',
      { features: ['elevator'] },
      { features: ['elevator', 'mamad'] },
      'no mamad',
    ],
    ['no two features less', { features: [] }, { features: ['elevator', 'mamad'] }, undefined],
    ['the floor above', { floor: 4 }, { floorMax: 3 }, 'floor 4'],
    ['no floor far above', { floor: 6 }, { floorMax: 3 }, undefined],
    ['an unknown floor', {}, { floorMax: 3 }, 'floor not known'],
    [
      'another neighbourhood of the city',
      { neighbourhood: 'לב העיר' },
      { neighbourhood: 'פלורנטין' },
      'neighbourhood לב העיר',
    ],
    ['an unknown neighbourhood', {}, { neighbourhood: 'פלורנטין' }, 'neighbourhood not known'],
    ['no other city', { city: 'חיפה' }, {}, undefined],
    ['no other deal', { deal: 'sale' }, {}, undefined],
    ['no other kind', { kind: 'house' }, { kind: 'apartment' }, undefined],
    ['nothing that misses two wishes', { price_ils: 7_100, rooms: 2.5 }, {}, undefined],
  ])('%s', (_what, one, more, misses) => {
    expect(
      search([one, { id: 'fits' }, { city: 'אילת' }], { ...wanted, ...more }).near.filter((near) =>
        near.startsWith('N0'),
      ),
    ).toEqual(misses ? [`N0: ${misses}`] : []);
  });

  test('the nearest first', () => {
    const homes = [{ price_ils: 7_600 }, { price_ils: 7_100 }, { rooms: 4 }];
    expect(search(homes, wanted).near).toEqual([
      'N1: price 100 above',
      'N2: half a room more',
      'N0: price 600 above',
    ]);
  });

  test('another house of the street, but only where the wanted one is not there', () => {
    const homes = [
      { street: 'הרצל', number: '5' },
      { street: 'הרצל' },
      { street: 'נורדאו', number: '7' },
    ];
    expect(search(homes, { street: 'הרצל', number: '7' })).toEqual({
      found: [],
      near: ['N0: another house number', 'N1: house number not known'],
    });
    expect(search(homes, { street: 'הרצל', number: '5' })).toEqual({ found: ['N0'], near: [] });
  });
});

test.each([
  ['חדרה', 'גדרה'],
  ['לחדרה', 'גדרה'],
  ['קריית אתא', 'קריית גת'],
  ['קירית אתא', 'קריית גת'],
  ['מודיעין עילית', 'מודיעין'],
  ['גן יבנה', 'יבנה'],
  ['בגן יבנה', 'יבנה'],
  ['נצרת', 'נוף הגליל'],
])('a caller who looks in %s is not told of %s', (said, city) => {
  expect(search([{ city }], { deal: 'rent', city: said })).toEqual({ found: [], near: [] });
});

test('a known city is found though its vowels are spelt otherwise', () => {
  const homes = [{ city: 'קריית אתא' }, { city: 'קריית גת' }];
  expect(search(homes, { deal: 'rent', city: 'בקירית אתא' }).found).toEqual(['N0']);
});

test.each(['רעננה', 'כפר ורדים'])('a house in %s is no house of another city', (city) => {
  const homes = [
    { city: 'חיפה', street: 'הרצל', number: '10' },
    { city: 'חיפה', street: 'הרצל', number: '12' },
  ];
  expect(search(homes, { street: 'הרצל', number: '10', city })).toEqual({
    found: [],
    near: ['N0: another city'],
  });
});

test.each([
  ['ירושלים', 'רמת אשכול', ['רמות'], []],
  ['תל אביב', 'רמת אביב גימל', ['רמת אביב', "רמת אביב ג'"], ['N1']],
  ['תל אביב', 'רמת אביב גימל', ['רמת אביב'], []],
  ['תל אביב', 'רמת אביב', ['רמת אביב', "רמת אביב ג'"], ['N0']],
])('in %s, of the neighbourhood %s among %j, %j are found', (city, said, areas, found) => {
  const homes = areas.map((neighbourhood) => ({ city, neighbourhood }));
  const told = search(homes, { deal: 'rent', city, neighbourhood: said });
  expect(told.found).toEqual(found);
  expect(told.near).toHaveLength(areas.length - found.length);
});

describe('where no home of the wanted city is on a street,', () => {
  const homes: Partial<Listing>[] = [
    { city: 'רמת גן', street: 'ביאליק', number: '20' },
    { city: 'גבעתיים', street: 'כצנלסון', number: '5' },
  ];
  const near = ['N0: another city'];

  test('the same house of another city is told as such', () => {
    const wanted = { street: 'ביאליק', number: '20', city: 'גבעתיים' };
    expect(search(homes, wanted)).toEqual({ found: [], near });
    expect(search(homes, { ...wanted, number: '22' })).toEqual({ found: [], near: [] });
  });

  test('the homes on that street of another city are told as such', () => {
    const wanted: ListingSearch = { deal: 'rent', street: 'ביאליק', city: 'גבעתיים' };
    expect(search(homes, wanted)).toEqual({ found: [], near });
    expect(search(homes, { ...wanted, deal: 'sale' })).toEqual({ found: [], near: [] });
  });
});

test('on a street that is named without a kind, every kind of property is found', () => {
  const homes = [{ kind: 'shop' }, { kind: 'office' }, {}] as const;
  const onStreet = homes.map((one) => ({ ...one, street: 'הרצל' }));
  const ids = ['N0', 'N1', 'N2'];
  expect(search(onStreet, { street: 'הרצל' }).found.toSorted()).toEqual(ids);
  expect(search(onStreet, { street: 'הרצל', kind: 'office' }).found).toEqual(['N1']);
});

test.each([
  ['כ"ט בנובמבר', '29 בנובמבר'],
  ['29 בנובמבר', 'כ״ט בנובמבר'],
])('the house %s 7 is found as %s', (said, street) => {
  const homes = [{ street, number: '7' }];
  expect(search(homes, { street: said, number: '7' }).found).toEqual(['N0']);
});

test.each([
  ['הרצליה פיתוח', 'הרצליה', 'הרצליה פיתוח'],
  ['ביפו', 'תל אביב', 'יפו'],
  ['קרית חיים', 'חיפה', 'קריית חיים'],
])('who says %s in place of %s is told of the homes there first', (said, city, neighbourhood) => {
  const homes = [
    { city, neighbourhood: 'לב העיר' },
    { city, neighbourhood },
  ];
  expect(search(homes, { deal: 'rent', city: said })).toEqual({
    found: ['N1'],
    near: ['N0: neighbourhood לב העיר'],
  });
  expect(search([{ city }], { deal: 'rent', city: said }).found).toEqual(['N0']);
});

test.each([
  ['הקריות', ['קריית ביאליק', 'קרית-מוצקין', 'ק. ים']],
  ['בקריות', ['קריית ביאליק', 'קרית-מוצקין', 'ק. ים']],
  ['גוש דן', ['ת"א', 'חולון']],
  ['בשרון', ['רעננה']],
  ['מרכז', ['ת"א', 'חולון', 'רעננה']],
  ['ת"א או חולון', ['ת"א', 'חולון']],
  ['תל אביב, חולון', ['ת"א', 'חולון']],
  ['רעננה ו-חולון', ['חולון', 'רעננה']],
  ['חולון ורעננה', ['חולון', 'רעננה']],
  ['בחיפה והקריות', ['קריית ביאליק', 'קרית-מוצקין', 'ק. ים', 'חיפה']],
])('who says %s in place of a city is told of homes in %j', (said, found) => {
  const offered = ['קריית ביאליק', 'קרית-מוצקין', 'ק. ים', 'ת"א', 'חולון', 'רעננה', 'חיפה'];
  const homes = offered.map((city) => ({ city, id: city }));
  expect(search(homes, { deal: 'rent', city: said }).found.toSorted()).toEqual(found.toSorted());
});

test('a neighbourhood that has the name of a region is itself', () => {
  const homes = [{ city: 'תל אביב', neighbourhood: 'מרכז' }, { city: 'חולון' }];
  expect(search(homes, { deal: 'rent', city: 'מרכז' }).found).toEqual(['N0']);
});

test('an entry that office and customer agree on is early enough for every caller', () => {
  expect(search([{ available_from: 'flexible' }], { availableBy: '2026-12-01' }).found).toEqual([
    'N0',
  ]);
});

test('an advertisement is found by its digits, though it is kept with the name of its board', () => {
  const homes = [{ id: 'A1', ad_ids: ['yad2-9988776'] }];
  expect(search(homes, { adId: '9988776' }).found).toEqual(['A1']);
  expect(search(homes, { adId: 'יד2 9988776' }).found).toEqual(['A1']);
});

test('a house is found where a neighbourhood is said in place of its city', () => {
  const house = { street: 'הרצל', number: '10' };
  const homes = [
    { ...house, neighbourhood: 'הדר' },
    { ...house, neighbourhood: 'פלורנטין' },
  ];
  expect(search(homes, { ...house, city: 'בפלורנטין' }).found).toEqual(['N1']);
});

test('the one home that fits is found behind ten thousand that do not', () => {
  const homes = Array.from(
    { length: 10_000 },
    (_, index): Partial<Listing> => ({
      street: 'הרצל',
      price_ils: 5_000 + index,
      ad_ids: [`${4_500_000 + index}`],
      ...(index === 9_999 && { street: 'שינקין', number: '9', features: ['mamad'] }),
    }),
  );
  for (const wanted of [
    { deal: 'rent', features: ['mamad'] },
    { deal: 'rent', street: 'שנקין' },
    { street: 'שינקין', number: '9' },
    { adId: '4509999' },
    { deal: 'rent', priceMinIls: 14_999 },
  ] as const) {
    expect(search(homes, wanted).found).toEqual(['N9999']);
  }
  expect(search(homes, { deal: 'rent' }).found).toHaveLength(10_000);
});
