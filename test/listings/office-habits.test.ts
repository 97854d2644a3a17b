import { describe, expect, test } from 'vitest';
import { readCsvRecords } from '#shared/office/listing-import/csv-records.ts';
import { readJsonRecords } from '#shared/office/listing-import/json-records.ts';
import { readListings } from '#shared/office/listing-import/listing-reading.ts';

/** The 18th of November 2026. */
const AT = 1_795_000_000_000;
const good = { id: 'A1', deal: 'rent', city: 'חיפה', rooms: '3', price: '5000' };

/** Reads one row with these cells beside good ones; returns the listing, or its problems. */
function read(cells: Record<string, unknown>, without: readonly string[] = []) {
  const row: Record<string, unknown> = { ...good, ...cells };
  for (const column of without) delete row[column];
  const { listings, problems } = readListings(readJsonRecords(JSON.stringify([row])), AT);
  return problems.length > 0
    ? problems.map(({ column, message }) => `${column} ${message}`).join('; ')
    : listings[0];
}

const plain = read({}) as object;

describe('a cell that offices write often', () => {
  test.each<[string, Record<string, string>, object]>([
    [
      'price',
      { deal: 'sale', price: 'כ-2,350,000' },
      { price_ils: 2_350_000, description: 'הסכום משוער.' },
    ],
    ['price', { price: '~5500' }, { price_ils: 5_500, description: 'הסכום משוער.' }],
    ['price', { price: '5500*' }, { price_ils: 5_500 }],
    ['price', { deal: 'sale', price: '2 מיליון 350 אלף' }, { price_ils: 2_350_000 }],
    ['price', { deal: 'sale', price: 'שני מיליון' }, { price_ils: 2_000_000 }],
    ['price', { deal: 'sale', price: 'שלושה וחצי מיליון' }, { price_ils: 3_500_000 }],
    ['price', { deal: 'sale', price: 'חצי מיליון' }, { price_ils: 500_000 }],
    ['price', { deal: 'sale', price: '3.35 מיל' }, { price_ils: 3_350_000 }],
    ['price', { price: "5500 לח'" }, { price_ils: 5_500 }],
    ['price', { price: '7500 כולל ארנונה' }, { price_ils: 7_500, description: 'כולל ארנונה.' }],
    [
      'price',
      { price: '7500 כולל ארנונה וועד בית' },
      { price_ils: 7_500, description: 'כולל ארנונה וועד בית.' },
    ],
    ['price', { price: '7500 + ועד בית' }, { price_ils: 7_500, description: 'לא כולל ועד בית.' }],
    ['price', { price: 'מחיר: 5500' }, { price_ils: 5_500 }],
    ['rooms', { rooms: 'שלושה' }, { rooms: 3 }],
    ['rooms', { rooms: 'שלושה וחצי' }, { rooms: 3.5 }],
    ['rooms', { rooms: 'שלושה חדרים' }, { rooms: 3 }],
    ['rooms', { rooms: '4+ממ"ד' }, { rooms: 4, features: ['mamad'] }],
    ['rooms', { rooms: 'חדר' }, { rooms: 1 }],
    ['rooms', { rooms: 'סטודיו 1' }, { rooms: 1 }],
    ['entry', { כניסה: 'מיידי או גמיש' }, { available_from: 'now', description: 'כניסה גמישה.' }],
    [
      'entry',
      { כניסה: '1.3.27 גמיש' },
      { available_from: '2027-03-01', description: 'כניסה גמישה.' },
    ],
    ['entry', { כניסה: 'החל מ-1.3.27' }, { available_from: '2027-03-01' }],
    ['entry', { כניסה: 'מ-1/3/27' }, { available_from: '2027-03-01' }],
    ['entry', { כניסה: 'מ־1/3/27' }, { available_from: '2027-03-01' }],
    ['entry', { כניסה: '01/2027' }, { available_from: '2027-01-01' }],
    ['entry', { כניסה: 'אוג׳ 27' }, { available_from: '2027-08-01' }],
    ['entry', { כניסה: 'מינואר 2027' }, { available_from: '2027-01-01' }],
    ['entry', { כניסה: 'תוך חודש' }, { available_from: '2026-12-18' }],
    ['entry', { כניסה: 'תוך 60 יום' }, { available_from: '2027-01-17' }],
    ['entry', { כניסה: 'גמישה מאוד' }, { available_from: 'flexible' }],
    ['entry', { כניסה: 'פינוי בתיאום' }, { available_from: 'flexible' }],
    ['floor', { קומה: 'קומת גן' }, { floor: 0 }],
    ['floor', { קומה: 'גג' }, { description: 'קומה אחרונה.' }],
    ['floor', { קומה: 'גג', קומות: '8' }, { floor: 8, floors: 8 }],
    ['floor', { קומה: 'אחרונה (8)' }, { floor: 8, floors: 8 }],
    ['floor', { קומה: '2+3' }, { floor: 2, description: 'בקומות 2 ו-3.' }],
    ['deal', { deal: 'קניה', price: '950000' }, { deal: 'sale', price_ils: 950_000 }],
    ['deal', { deal: 'שכ"ד' }, { deal: 'rent' }],
    ['deal', { deal: 'מכר', price: '950000' }, { deal: 'sale', price_ils: 950_000 }],
    ['deal', { deal: 'השכרה לטווח ארוך' }, { deal: 'rent' }],
    ['kind', { 'סוג נכס': 'פנטהוז' }, { kind: 'penthouse' }],
    ['kind', { 'סוג נכס': 'בית בודד' }, { kind: 'house' }],
    [
      'kind',
      { 'סוג נכס': 'קרקע לבניה' },
      { kind: 'plot', rooms: undefined, description: '3 חדרים.' },
    ],
    ['kind', { 'סוג נכס': 'דירה בקומת קרקע' }, { kind: 'apartment' }],
    ['kind', { 'סוג נכס': 'דירה/פנטהאוז' }, { kind: 'penthouse' }],
    ['kind', { 'סוג נכס': 'משרד/קליניקה', rooms: '' }, { kind: 'office', rooms: undefined }],
    ['status', { סטטוס: 'להשכרה' }, { status: 'active' }],
    ['status', { סטטוס: 'למכירה' }, { status: 'active' }],
    ['status', { סטטוס: 'ללא בלעדיות' }, { status: 'active', exclusive: false }],
    ['status', { סטטוס: 'בהמתנה' }, { status: 'removed' }],
    ['status', { סטטוס: 'בחוזה' }, { status: 'removed' }],
    ['status', { סטטוס: 'טיוטה' }, { status: 'removed' }],
    ['exclusive', { בלעדיות: 'X' }, { exclusive: false }],
    ['exclusive', { בלעדיות: 'עד 1.3.27' }, { exclusive: true }],
    ['exclusive', { בלעדיות: 'עד 1.3.26' }, { exclusive: false }],
    ['number', { רחוב: 'הרצל', "מס' בית": 'ללא' }, { street: 'הרצל' }],
    ['number', { רחוב: 'הרצל', "מס' בית": 'אין' }, { street: 'הרצל' }],
    ['number', { רחוב: 'הרצל', "מס' בית": '88 דירה 4' }, { street: 'הרצל', number: '88' }],
    ['number', { רחוב: 'הרצל', "מס' בית": '3 כניסה ב' }, { street: 'הרצל', number: '3' }],
    [
      'sums',
      { ארנונה: 'כלול', 'ועד בית': '450 לח׳' },
      { arnona_ils: 0, vaad_ils: 450, description: 'ארנונה: כלול במחיר.' },
    ],
    ['sums', { ארנונה: 'כ-450' }, { arnona_ils: 450, description: 'ארנונה: הסכום משוער.' }],
    ['size', { שטח: 'חצי דונם' }, { sqm: 500 }],
    ['size', { שטח: '85 נטו' }, { sqm: 85 }],
    ['size', { שטח: '85 מ"ר (נטו)' }, { sqm: 85 }],
    ['ads', { 'מודעה יד2': 'יד2: 998' }, { ad_ids: ['998'] }],
    [
      'address',
      { רחוב: 'דרך בגין 144, מגדל מידטאון, קומה 20' },
      { street: 'דרך בגין מגדל מידטאון', number: '144', floor: 20 },
    ],
    ['address', { רחוב: 'הרצל 14 מיקוד 6345678' }, { street: 'הרצל', number: '14' }],
    ['address', { רחוב: 'הרצל 14 / הנביאים 3' }, { street: 'הרצל פינת הנביאים', number: '14' }],
    ['address', { רחוב: 'קומה 3 הרצל 14' }, { street: 'הרצל', number: '14', floor: 3 }],
    ['address', { רחוב: 'דירה 3, סיני 3א/7 קרקע' }, { street: 'סיני', number: '3א', floor: 0 }],
    ['address', { רחוב: 'סיני 3 ק קרקע' }, { street: 'סיני', number: '3', floor: 0 }],
    ['address', { רחוב: '14 דירה 3 הרצל' }, { street: 'הרצל', number: '14' }],
    ['address', { 'כתובת מלאה': 'הרצל 14, חיפה' }, { street: 'הרצל', number: '14' }],
    ['broker', { סוכן: 'דנה כהן', 'טלפון סוכן': '050-1234567' }, { broker: '050-1234567' }],
    ['broker', { סוכן: 'דנה כהן', 'טלפון סוכן': '501234567' }, { broker: '0501234567' }],
    ['broker', { סוכן: 'דנה כהן', 'טלפון סוכן': '50–1234567' }, { broker: '050-1234567' }],
    ['broker', { סוכן: 'דנה כהן', 'טלפון סוכן': '77 1234567' }, { broker: '077 1234567' }],
    ['broker', { סוכן: 'דנה כהן', 'טלפון סוכן': 'במשרד' }, { broker: 'דנה כהן' }],
    ['features', { תוספות: 'מרפסת 12 מ"ר, גינה (50 מ״ר)' }, { features: ['balcony', 'garden'] }],
    [
      'features',
      { תוספות: 'חניה: 2, מעלית - יש, מחסן: יש' },
      { features: ['elevator', 'parking', 'storage'] },
    ],
    ['features', { תוספות: 'חניה: אין, מעלית - כן' }, { features: ['elevator'] }],
    ['features', { תוספות: 'מעלית/חניה/ממ"ד' }, { features: ['elevator', 'parking', 'mamad'] }],
    ['features', { תוספות: 'מעלית חניה ממ"ד' }, { features: ['elevator', 'parking', 'mamad'] }],
    ['features', { תוספות: 'מרפסת שירות' }, { description: 'מרפסת שירות.' }],
    ['features', { תוספות: 'מותר כלבים' }, { features: ['pets'] }],
    ['features', { תוספות: 'חתולים מותר, אפשר להחזיק כלב' }, { features: ['pets'] }],
    ['features', { 'מספר חניות': '2', "מס' מרפסות": '0' }, { features: ['parking'] }],
    ['features', { "מס' חניות": '1', 'כמות מחסנים': '1' }, { features: ['parking', 'storage'] }],
    ['yes or no', { חניה: '2 מקורות' }, { features: ['parking'] }],
    ['yes or no', { חניה: '1 בטאבו' }, { features: ['parking'] }],
    ['yes or no', { חניה: 'טאבו' }, { features: ['parking'] }],
    ['yes or no', { חניה: 'עוקבת' }, { features: ['parking'] }],
    ['yes or no', { חניה: 'תת קרקעי' }, { features: ['parking'] }],
    ['yes or no', { חניה: 'יש 2' }, { features: ['parking'] }],
    ['yes or no', { חניה: '?', מעלית: 'כן' }, { features: ['elevator'] }],
    ['yes or no', { חניה: '?', תוספות: 'חניה' }, { features: ['parking'] }],
    ['yes or no', { מרפסת: 'שירות' }, { description: 'מרפסת: שירות.' }],
  ])('%s: %j is read as %j', (_column, cells, columns) => {
    const deal = cells['deal'] === 'sale' && { deal: 'sale' };
    expect(read(cells)).toEqual({ ...plain, ...deal, ...columns });
  });

  test.each([
    [{ rooms: '4 + 1' }, /^rooms must be .*: write one number, since what stands behind the plus/],
    [{ שטח: '120/80' }, /^שטח must be one size.*: write the size of the home alone$/],
    [{ 'סוג נכס': 'משרד/דירה' }, /^סוג נכס must be one of/],
    [{ deal: 'מכירה/השכרה' }, /^deal must be rent or sale/],
    [{ 'מודעה יד2': '1.23457E+11' }, /^מודעה יד2 must be an id.*Excel has rounded it/],
  ])('%j cannot be told for sure, and is refused with the reason', (cells, problem) => {
    expect(read(cells)).toMatch(problem);
  });
});

test.each([
  ["רחוב ומס'", 'הרצל 14', { street: 'הרצל', number: '14' }],
  ["רח'", 'הרצל', { street: 'הרצל' }],
  ['שם הרחוב', 'הרצל', { street: 'הרצל' }],
  ['קומות בניין', '8', { floors: 8 }],
  ['תיאור הדירה', 'שקטה', { description: 'שקטה' }],
  ['מתווך', 'דנה כהן', { broker: 'דנה כהן' }],
  ['שם המתווך', 'דנה כהן', { broker: 'דנה כהן' }],
  ['סוכן בלעדי', 'דנה כהן', { broker: 'דנה כהן' }],
  ['טלפון המתווך', '050-1234567', { broker: '050-1234567' }],
  ['אכלוס', '1.3.27', { available_from: '2027-03-01' }],
  ['תאריך אכלוס', '1.3.27', { available_from: '2027-03-01' }],
  ['מסירה', '1.3.27', { available_from: '2027-03-01' }],
  ['פנוי מתאריך', '1.3.27', { available_from: '2027-03-01' }],
  ['קישור למודעה', 'https://www.yad2.co.il/item/ab12', { ad_ids: ['ab12'] }],
  ['לינק ליד2', 'https://www.yad2.co.il/item/ab12', { ad_ids: ['ab12'] }],
])('the head %s is known', (head, text, columns) => {
  expect(read({ [head]: text })).toEqual({ ...plain, ...columns });
});

test.each(['מספר הבית', 'מס. בית'])('the head %s is that of house numbers', (head) => {
  expect(read({ רחוב: 'הרצל', [head]: '14' })).toMatchObject({ street: 'הרצל', number: '14' });
});

test.each(['שם העיר', 'שם ישוב'])('the head %s is that of cities', (head) => {
  expect(read({ [head]: 'חיפה' }, ['city'])).toEqual(plain);
});

test.each([
  ['שכר דירה חודשי', 'rent', 5_000],
  ['מחיר לחודש', 'rent', 5_000],
  ['מחיר שכירות', 'rent', 5_000],
  ['מחיר השכרה', 'rent', 5_000],
  ['מחיר מכירה', 'sale', 950_000],
] as const)(
  'under the head %s, without a column of deals, each price is of a %s',
  (head, deal, ils) => {
    const listing = read({ [head]: String(ils) }, ['deal', 'price']);
    expect(listing).toEqual({ ...plain, deal, price_ils: ils });
  },
);

test('a row has the deal under whose head its price stands', () => {
  const records = readCsvRecords(
    'id,city,rooms,מחיר מכירה,מחיר השכרה\nA1,חיפה,3,950000,\nA2,חיפה,3,,5000\nA3,חיפה,3,,',
  );
  const { listings, problems } = readListings(records, AT);
  expect(listings.map(({ id, deal }) => [id, deal])).toEqual([
    ['A1', 'sale'],
    ['A2', 'rent'],
  ]);
  expect(problems.map(({ row }) => row)).toContain(4);
});

test('a file without a deal is of the deal that its reader names, and a column goes before that', () => {
  const of = (text: string) => readListings(readCsvRecords(text), AT, { deal: 'rent' });
  expect(of('id,city,rooms,price\nA1,חיפה,3,5000').listings[0]).toMatchObject({ deal: 'rent' });
  const told = of('id,deal,city,rooms,price\nA1,sale,חיפה,3,950000');
  expect(told.listings[0]).toMatchObject({ deal: 'sale' });
});

test('a file whose every row has one cell too many is refused for that, and for nothing else', () => {
  const { problems } = readListings(
    readCsvRecords('id,deal,city,rooms,price\nA1,rent,חיפה,3,8,500\nA2,rent,חיפה,3,9,500'),
    AT,
  );
  const message = 'has 6 cells for 5 columns: a cell with a comma in it needs quotes';
  expect(problems).toEqual([
    { row: 2, column: '', message },
    { row: 3, column: '', message },
  ]);
});
