import { describe, expect, test } from 'vitest';
import { InvalidInput } from '#shared/errors.ts';
import { readCsvRecords } from '#shared/office/listing-import/csv-records.ts';
import { readJsonRecords } from '#shared/office/listing-import/json-records.ts';
import { readListings } from '#shared/office/listing-import/listing-reading.ts';
import { decode } from '#shared/office/listing-import/text-decoding.ts';

const AT = 1_795_000_000_000;
const good = { id: 'A1', deal: 'rent', city: 'חיפה', rooms: '3', price: '5000' };

/** Reads one row with these cells beside good ones; returns the listing, or its problems. */
function read(cells: Record<string, unknown>) {
  const records = readJsonRecords(JSON.stringify([{ ...good, ...cells }]));
  const { listings, problems } = readListings(records, AT);
  return problems.length > 0
    ? problems.map(({ column, message }) => `${column} ${message}`).join('; ')
    : listings[0];
}

const csv = (text: string) => readListings(readCsvRecords(text), AT);

describe('a file', () => {
  test('of more rows than offices have homes is refused as a whole, with the remedy', () => {
    const rows = (count: number) =>
      readListings(
        Array.from({ length: count }, (_, index) => ({
          row: index + 2,
          cells: [['id', `A${index}`]],
        })),
        AT,
      );
    expect(rows(20_000).rows).toBe(20_000);
    expect(() => rows(20_001)).toThrow(InvalidInput);
    expect(() => rows(20_001)).toThrow('take removed homes out of the export');
  });
});

describe('a cell', () => {
  test.each([
    [{ price: '8,500' }, { price_ils: 8_500 }],
    [{ price: '₪8500' }, { price_ils: 8_500 }],
    [
      { deal: 'sale', price: '2,350,000 ש"ח' },
      { deal: 'sale', price_ils: 2_350_000 },
    ],
    [{ price: '8500.00 NIS' }, { price_ils: 8_500 }],
    [{ price: 8500 }, { price_ils: 8_500 }],
    [{ rooms: '3.5' }, { rooms: 3.5 }],
    [{ rooms: '3,5' }, { rooms: 3.5 }],
    [{ rooms: '3½' }, { rooms: 3.5 }],
    [{ rooms: '3 וחצי' }, { rooms: 3.5 }],
    [{ rooms: '4 חדרים' }, { rooms: 4 }],
    [{ rooms: 'סטודיו' }, { rooms: 1 }],
    [{ rooms: 2.5 }, { rooms: 2.5 }],
    [{ deal: 'להשכרה' }, { deal: 'rent' }],
    [
      { deal: 'מכירה', price: 900_000 },
      { deal: 'sale', price_ils: 900_000 },
    ],
    [
      { deal: 'For Sale', price: 900_000 },
      { deal: 'sale', price_ils: 900_000 },
    ],
    [{ קומה: 'קרקע' }, { floor: 0 }],
    [{ קומה: '3/8' }, { floor: 3, floors: 8 }],
    [{ קומה: '3 מתוך 8' }, { floor: 3, floors: 8 }],
    [{ floor: -1 }, { floor: -1 }],
    [{ 'שטח (מ"ר)': '85 מ"ר' }, { sqm: 85 }],
    [{ כניסה: 'מיידי' }, { available_from: 'now' }],
    [{ כניסה: '1/2/2027' }, { available_from: '2027-02-01' }],
    [{ כניסה: '01.02.2027' }, { available_from: '2027-02-01' }],
    [{ available_from: '2027-02-01' }, { available_from: '2027-02-01' }],
    [{ סטטוס: 'הושכרה' }, { status: 'removed' }],
    [{ סטטוס: '' }, { status: 'active' }],
    [{ features: 'מעלית, ממ"ד; חנייה' }, { features: ['elevator', 'parking', 'mamad'] }],
    [{ features: ['balcony', 'elevator'] }, { features: ['elevator', 'balcony'] }],
    [{ מעלית: 'יש', חניה: 'אין', 'ממ״ד': '✓' }, { features: ['elevator', 'mamad'] }],
    [{ elevator: true, parking: false, balcony: 2 }, { features: ['elevator', 'balcony'] }],
    [{ features: 'elevator', elevator: 'no' }, { features: [] }],
    [{ מחיר: null, street: null }, { price_ils: 5_000 }],
  ])('%j is read as %j', (cells, columns) => {
    expect(read(cells)).toEqual({ ...(read({}) as object), ...columns });
  });

  test.each([
    [{ price: 'מיליון' }, 'price must be a number in shekels, not "מיליון"'],
    [{ price: '8.5' }, 'price must be a number in shekels, not "8.5"'],
    [{ price: 8 }, 'price must be a number in shekels from 100 to 1000000000, not "8"'],
    [{ price: '' }, 'price is missing'],
    [{ id: ' ' }, 'id is missing'],
    [{ rooms: '3.3' }, 'rooms must be a number of rooms, whole or half, not "3.3"'],
    [{ rooms: '31' }, 'rooms must be a number of rooms, whole or half from 1 to 30, not "31"'],
    [{ rooms: '0' }, 'rooms is missing'],
    [{ deal: 'החלפה' }, 'deal must be rent or sale, not "החלפה"'],
    [{ floor: 'פנטהאוז' }, 'floor must be the number of a floor, or ground, not "פנטהאוז"'],
    [{ sqm: 'גדול' }, 'sqm must be a number of square metres, not "גדול"'],
    [{ מעלית: 'אולי' }, 'מעלית must be yes or no, not "אולי"'],
    [{ status: 'maybe' }, 'status must be active or removed, not "maybe"'],
    [
      { available_from: '31/02/2027' },
      'available_from must be a day like 2026-11-23 or 23/11/2026, or now, not "31/02/2027"',
    ],
    [
      { street: 'א'.repeat(101) },
      `street must be at most 100 characters long, not "${'א'.repeat(40)}…"`,
    ],
    [
      { street: 'הרצל 12\nכניסה ב' },
      'street must be one line, without < or >, not "הרצל 12⏎כניסה ב"',
    ],
    [{ שכונה: 'מרכז <העיר>' }, /^שכונה must be one line, .*"מרכז <העיר>"$/],
    [{ city: 'חיפה\r\nישראל' }, /^city must be one line, .*"חיפה⏎ישראל"$/],
    [{ מחיר: '6000' }, 'מחיר has two columns'],
    [{ price: 'x', rooms: 'y' }, /^rooms must .*"y"; price must .*"x"$/],
  ])('%j is refused: %s', (cells, problem) => {
    expect(read(cells)).toEqual(
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    );
  });
});

describe('a file', () => {
  const head = 'id,deal,city,rooms,price';

  test.each([
    ['English heads', `${head}\nA1,rent,חיפה,3,5000\n`],
    ['Hebrew heads', 'מזהה,סוג עסקה,עיר,מס\' חדרים,מחיר (₪)\nA1,השכרה,חיפה,3,"5,000"\n'],
    ['a byte order mark', `\ufeff${head}\nA1,rent,חיפה,3,5000\n`],
    ['lines that end as on Windows', `${head}\r\nA1,rent,חיפה,3,5000\r\n`],
    ['semicolons', `${head.replaceAll(',', ';')}\nA1;rent;חיפה;3;5,000\n`],
    ['tabs', `${head.replaceAll(',', '\t')}\nA1\trent\tחיפה\t3\t5000`],
    [
      'quotes around every cell',
      '"id","deal","city","rooms","price"\n"A1","rent","חיפה","3","5000"',
    ],
    ['empty columns', `${head},,\nA1,rent,חיפה,3,5000,,,\n`],
  ])('with %s says the same', (_what, text) => {
    expect(csv(text)).toMatchObject({ problems: [], listings: [read({})] });
  });

  test('keeps quotes, commas and lines inside cells', () => {
    const text = `${head},street,description,features\nA1,rent,"ת""א",3,"5,000",רמב"ם 3,"שורה\nשנייה, ועוד",ממ"ד\n`;
    expect(csv(text).listings[0]).toMatchObject({
      city: 'ת"א',
      street: 'רמב"ם',
      number: '3',
      description: 'שורה\nשנייה, ועוד',
      features: ['mamad'],
    });
  });

  test('tells problems by the rows that a spreadsheet shows', () => {
    const rows = ['A1,rent,חיפה,3,5000', '', 'A2,rent,חיפה,3,מיליון', 'A1,rent,חיפה,2,4000'];
    expect(csv([head, ...rows, 'A3,rent,חיפה,3,8,500'].join('\r\n')).problems).toEqual([
      { row: 4, column: 'price', message: 'must be a number in shekels, not "מיליון"' },
      { row: 5, column: 'id', message: '"A1" stands in row 2' },
      {
        row: 6,
        column: '',
        message: 'has 6 cells for 5 columns: a cell with a comma in it needs quotes',
      },
    ]);
  });

  test('without a column that every listing needs is told so once', () => {
    expect(csv('id,deal,city,rooms\nA1,rent,חיפה,3\nA2,rent,חיפה,3').problems).toEqual([
      {
        row: 1,
        column: 'price',
        message: 'is not a column of the file, which has: id, deal, city, rooms',
      },
    ]);
    expect(csv(head).problems).toEqual([
      { row: 1, column: '', message: 'the file has no listing' },
    ]);
  });

  test('may have columns that mean nothing here, and they are named', () => {
    expect(csv(`${head},טלפון בעלים\nA1,rent,חיפה,3,5000,0501234567`)).toMatchObject({
      problems: [],
      ignored: ['טלפון בעלים'],
    });
  });

  test('may be written in the alphabets that Excel saves Hebrew in', () => {
    expect(decode(Buffer.from([0xe7, 0xe9, 0xf4, 0xe4]))).toBe('חיפה');
    expect(decode(Buffer.from('\ufeffחיפה', 'utf16le'))).toBe('חיפה');
    expect(decode(Buffer.from('\ufeffחיפה'))).toBe('חיפה');
  });

  test.each(['{"id":"A1"}', '[{"id":{"a":1}}]', '[1]', 'id,deal'])(
    '%s is no JSON list of listings',
    (text) => {
      expect(() => readJsonRecords(text)).toThrow(
        /^The file (is not valid JSON|must be a JSON list)/,
      );
    },
  );
});
