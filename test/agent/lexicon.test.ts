import { describe, expect, test } from 'vitest';
import { SAMPLE_LISTINGS } from '#local/world/sample-listings.ts';
import { keywordsOf, readLexicon } from '#shared/agent/lexicon.ts';
import { toSpoken } from '#shared/agent/spoken/spoken-sentence.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { InvalidInput } from '#shared/errors.ts';
import { readListingFile } from '#shared/office/listing-import/listing-file.ts';
import { readListings } from '#shared/office/listing-import/listing-reading.ts';

const home: Listing = {
  id: '1',
  deal: 'rent',
  city: 'חיפה',
  rooms: 3,
  price_ils: 4_000,
  features: [],
  status: 'active',
  updated_at: 1,
};

describe('the lexicon', () => {
  test.each([
    ['ברחוב דיזנגוף', 'ברחוב דִּיזֶנְגּוֹף'],
    ['גר בדיזנגוף 5', 'גר בדִּיזֶנְגּוֹף חמש'],
    ['מאלנבי לבן יהודה', 'מאַלֶנְבִּי לבֶּן יְהוּדָה'],
    ["ז'בוטינסקי", "זַ'בּוֹטִינְסְקִי"],
    ['ושבז׳בוטינסקי', "ושבזַ'בּוֹטִינְסְקִי"],
    ['הרצליה', 'הרצליה'],
  ])('has a name of the office read rightly, behind any prefix: %s', (written, spoken) => {
    expect(toSpoken(written, readLexicon())).toBe(spoken);
  });

  test.each([
    [{ keywords: ['חיפה', 7], pronunciations: {} }, '"keywords.1" must be a text'],
    [{ keywords: ['?'], pronunciations: {} }, '"keywords.0" must have a letter'],
    [{ keywords: ['הרצל\nחיפה'], pronunciations: {} }, '"keywords.0" must be one line'],
    [{ keywords: ['הרצל\u2028חיפה'], pronunciations: {} }, '"keywords.0" must be one line'],
    [{ keywords: ['חיפה', '<הדר>'], pronunciations: {} }, '"keywords.1" must be one line'],
    [{ keywords: 'חיפה', pronunciations: {} }, '"keywords" must be a list'],
    [{ keywords: ['א'.repeat(61)], pronunciations: {} }, '"keywords.0" must be at most 60'],
    [{ keywords: Array(51).fill('א'), pronunciations: {} }, '"keywords" must be at most 50 names'],
    [{ keywords: [], pronunciations: { הרצל: '' } }, '"pronunciations.הרצל" must have a Hebrew'],
    [{ keywords: [], pronunciations: { הרצל: 1 } }, '"pronunciations.הרצל" must be a text'],
    [{ keywords: [], pronunciations: { הֶרצל: 'הרצל' } }, 'must be written without points'],
    [{ keywords: [], pronunciations: [] }, '"pronunciations" must be names'],
    [{ keywords: [] }, '"pronunciations" must be names'],
    [{ keywords: [], pronunciations: {}, names: [] }, '"names" is not known here'],
    ['', 'must be an object'],
  ])('names an entry that cannot be used: %j', (entries, problem) => {
    expect(() => readLexicon(entries)).toThrow(InvalidInput);
    expect(() => readLexicon(entries)).toThrow(problem);
  });
});

describe('what the transcriber listens for', () => {
  const lexicon = { keywords: ['ממ"ד'], pronunciations: new Map() };

  test('begins with the office’s own names, then what is on offer most', async () => {
    const listings: Listing[] = [
      { ...home, street: 'הנביאים 3', neighbourhood: 'הדר' },
      { ...home, street: 'מוריה 50', neighbourhood: 'הדר' },
      { ...home, street: 'מוריה 12א', city: 'תל אביב' },
      { ...home, street: 'שדרות מוריה', city: 'ת"א', status: 'removed' },
      { ...home, street: 'הרצל', city: 'תל-אביב', neighbourhood: 'ממ״ד' },
      { ...home, city: 'תל אביב', neighbourhood: ' ' },
    ];
    expect(await keywordsOf(lexicon, [listings])).toEqual([
      'ממ"ד',
      'מוריה',
      'הנביאים',
      'הרצל',
      'הדר',
      'תל אביב',
      'חיפה',
    ]);
  });

  test.each([
    ['הרצל 12\nכניסה ב', 'הרצל'],
    ['\r\n הרצל 12א\r\nקומה 3', 'הרצל'],
    ['<הרצל>', 'הרצל'],
    ['שדרות\tמוריה  <צפון>', 'שדרות מוריה צפון'],
    ['הרצל\u2028כניסה ב', 'הרצל'],
    ['<>', undefined],
    ['12\n3', undefined],
    ['א'.repeat(61), undefined],
  ])(
    'has no character that OpenAI refuses, nor a name too long to be one: %j',
    async (street, name) => {
      const names = [...(name ? [name] : []), 'מרכז העיר', 'חיפה'];
      expect(
        await keywordsOf({ keywords: [], pronunciations: new Map() }, [
          [{ ...home, street, neighbourhood: 'מרכז <העיר>', city: 'חיפה\r\n' }],
        ]),
      ).toEqual(names);
    },
  );

  test('has at most fifty names, each once', async () => {
    const { listings } = readListings(await readListingFile(SAMPLE_LISTINGS), 1);
    const keywords = await keywordsOf(readLexicon(), [listings]);
    expect(keywords.slice(0, 12)).toEqual(readLexicon().keywords);
    expect(keywords).toContain('דיזנגוף');
    expect(keywords.length).toBeLessThanOrEqual(50);
    expect(new Set(keywords).size).toBe(keywords.length);
    const many = Array.from({ length: 80 }, (_, index) => ({
      ...home,
      street: `רחוב ${'א'.repeat(index + 1)}`,
    }));
    expect(await keywordsOf(lexicon, [many])).toHaveLength(50);
  });

  test('is counted in a time that grows with the streets, not with their square', async () => {
    const pageOf = (count: number): Listing[] =>
      Array.from({ length: count }, (_, index) => ({ ...home, street: streetName(index) }));
    const msOf = async (count: number) => {
      const page = pageOf(count);
      const startedAt = performance.now();
      expect(await keywordsOf(lexicon, [page])).toHaveLength(50);
      return performance.now() - startedAt;
    };
    const least = async (count: number) =>
      Math.min(await msOf(count), await msOf(count), await msOf(count));
    await least(1_000);
    // Ten times the streets would take a hundred times as long, if each were compared with all.
    expect((await least(10_000)) / (await least(1_000))).toBeLessThan(40);
  });
});

/** A street of four letters, another for each number below 400,000. */
function streetName(index: number): string {
  const letters = 'אבגדהזחטילמנסעפצקרש';
  const letter = (place: number) =>
    letters[Math.floor(index / letters.length ** place) % letters.length];
  return `רחוב ${[0, 1, 2, 3].map(letter).join('')}`;
}
