import { type Listing, toListingRow } from '#shared/domain/listings/listing.ts';
import type { ListingSearch } from '#shared/domain/listings/listing-search.ts';
import { searchedColumns } from '#shared/domain/listings/listing-search.ts';

export const HOMES = 10_000;

const CITIES = ['תל אביב', 'חיפה', 'ירושלים', 'רמת גן', 'באר שבע', 'נתניה', 'חולון', 'אשדוד'];
const STREETS = 'הרצל ויצמן ארלוזורוב ביאליק רוטשילד סוקולוב הנשיא נורדאו בן-יהודה קפלן'.split(' ');
const AREAS = ['מרכז העיר', 'הצפון הישן', 'הצפון החדש', 'הדר', 'נווה שאנן', 'רמות'];
const WORDS = 'משופצת מהיסוד, קרובה לרכבת ולים. שלושה כיווני אוויר, מטבח חדש ומחסן. ';

/** DynamoDB reads in steps of 4 KB; an eventually consistent step is half a unit, a consistent one a whole. */
const UNIT_BYTES = 4_096;

/** Returns the homes of a large office: every second one to rent, a third of them in the first city. */
export function homesOfOffice(): Listing[] {
  return Array.from({ length: HOMES }, (_, index): Listing => {
    const deal = index % 2 === 0 ? 'rent' : 'sale';
    const rooms = 1 + ((index * 7) % 9) / 2;
    return {
      id: `H-${10_000 + index}`,
      deal,
      city: index % 3 === 0 ? 'תל אביב' : (CITIES[(index * 5) % CITIES.length] ?? 'חיפה'),
      street: STREETS[(index * 3) % STREETS.length],
      number: String(1 + (index % 180)),
      neighbourhood: AREAS[index % AREAS.length],
      ad_ids: [String(4_500_000 + index)],
      rooms,
      floor: index % 12,
      floors: 12,
      sqm: 30 + rooms * 20,
      price_ils:
        (deal === 'rent' ? 2_500 : 900_000) + ((index * 37) % 500) * (deal === 'rent' ? 20 : 6_000),
      features: index % 4 === 0 ? ['elevator', 'parking', 'balcony', 'mamad'] : ['balcony'],
      available_from: index % 5 === 0 ? '2027-02-01' : 'now',
      description: WORDS.repeat(1 + (index % 6)),
      status: 'active',
      updated_at: 1,
    };
  });
}

/** The questions of callers, by what they name. */
export const questions: Readonly<Record<string, ListingSearch>> = {
  city: { deal: 'rent', city: 'תל אביב', roomsMin: 3, roomsMax: 3.5, priceMaxIls: 9_000 },
  'small city': { deal: 'sale', city: 'אשדוד', roomsMin: 4, features: ['mamad', 'elevator'] },
  anywhere: { deal: 'rent', priceMinIls: 5_000, priceMaxIls: 7_000 },
  neighbourhood: { deal: 'rent', city: 'חיפה', neighbourhood: 'בהדר' },
  street: { deal: 'rent', city: 'תל אביב', street: 'ברחוב ארלוזורוב' },
  house: { street: 'ארלוזורוב', number: '88' },
  'ad number': { adId: '4509999' },
  'no home': { deal: 'sale', city: 'ירושלים', priceMaxIls: 100_000 },
};

/** Returns the read units of one reading of the search index over these homes. */
export function indexUnits(homes: readonly Listing[]): number {
  const kept = ['id', 'offered', 'deal_city', ...searchedColumns];
  const bytes = homes.map((home) => {
    const columns = Object.entries(toListingRow(home));
    return columns.reduce(
      (sum, [name, value]) => (kept.includes(name) ? sum + name.length + bytesOf(value) : sum),
      0,
    );
  });
  return Math.ceil(bytes.reduce((sum, each) => sum + each, 0) / UNIT_BYTES) / 2;
}

/** The size rules: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
function bytesOf(value: unknown): number {
  if (value === undefined) return 0;
  if (Array.isArray(value))
    return 3 + value.reduce((sum: number, one) => sum + 1 + bytesOf(one), 0);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  return Buffer.byteLength(String(value));
}
