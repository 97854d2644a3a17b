import { describe, expect, test } from 'vitest';
import { readCsvRecords } from '#shared/office/listing-import/csv-records.ts';
import { readJsonRecords } from '#shared/office/listing-import/json-records.ts';
import { readListings } from '#shared/office/listing-import/listing-reading.ts';
import { decode } from '#shared/office/listing-import/text-decoding.ts';

/** The 18th of November 2026. */
const AT = 1_795_000_000_000;
const good = { id: 'A1', deal: 'rent', city: 'חיפה', rooms: '3', price: '5000' };
const HEAD = 'id,deal,city,rooms,price';
const ROW = 'A1,rent,חיפה,3,5000';

/** Reads one row with these cells beside good ones; returns the listing, or its problems. */
function read(cells: Record<string, unknown>) {
  const records = readJsonRecords(JSON.stringify([{ ...good, ...cells }]));
  const { listings, problems } = readListings(records, AT);
  return problems.length > 0
    ? problems.map(({ column, message }) => `${column} ${message}`).join('; ')
    : listings[0];
}

const csv = (text: string) => readListings(readCsvRecords(text), AT);

describe('a cell as an office writes it', () => {
  test.each([
    [
      { deal: 'sale', price: '950.000' },
      { deal: 'sale', price_ils: 950_000 },
    ],
    [
      { deal: 'sale', price: '1.250.000' },
      { deal: 'sale', price_ils: 1_250_000 },
    ],
    [
      { deal: 'sale', price: '1.250.000,00' },
      { deal: 'sale', price_ils: 1_250_000 },
    ],
    [
      { deal: 'sale', price: '5,600,000 ₪' },
      { deal: 'sale', price_ils: 5_600_000 },
    ],
    [{ price: '\u200f8,500.00\u00a0\u200f₪' }, { price_ils: 8_500 }],
    [{ price: '8\u00a0500' }, { price_ils: 8_500 }],
    [
      { deal: 'sale', price: '5.6 מיליון' },
      { deal: 'sale', price_ils: 5_600_000 },
    ],
    [
      { deal: 'sale', price: '1.15 מליון ש״ח' },
      { deal: 'sale', price_ils: 1_150_000 },
    ],
    [
      { deal: 'sale', price: 'מיליון ו-200' },
      { deal: 'sale', price_ils: 1_200_000 },
    ],
    [
      { deal: 'sale', price: '2 מיליון ו-350 אלף' },
      { deal: 'sale', price_ils: 2_350_000 },
    ],
    [
      { deal: 'sale', price: '2 מיליון וחצי' },
      { deal: 'sale', price_ils: 2_500_000 },
    ],
    [
      { deal: 'sale', price: '1.85M' },
      { deal: 'sale', price_ils: 1_850_000 },
    ],
    [{ price: '6.4K' }, { price_ils: 6_400 }],
    [
      { deal: 'sale', price: '640 אלף' },
      { deal: 'sale', price_ils: 640_000 },
    ],
    [{ price: '8,900-' }, { price_ils: 8_900 }],
    [{ price: '8,900.-' }, { price_ils: 8_900 }],
    [{ price: '4,200 לחודש' }, { price_ils: 4_200 }],
    [{ price: '9,000 + מע״מ' }, { price_ils: 9_000, description: 'לא כולל מע"מ.' }],
    [{ id: '\u200fA1' }, { id: 'A1' }],
    [{ id: '="0012"' }, { id: '0012' }],
    [{ כניסה: '01/01/27' }, { available_from: '2027-01-01' }],
    [{ כניסה: '1.12.26' }, { available_from: '2026-12-01' }],
    [{ כניסה: '1.1.2027' }, { available_from: '2027-01-01' }],
    [{ כניסה: 'ינואר 2027' }, { available_from: '2027-01-01' }],
    [{ כניסה: 'אוגוסט' }, { available_from: '2027-08-01' }],
    [{ כניסה: 'נובמבר' }, { available_from: '2026-11-01' }],
    [{ כניסה: 'באמצע' }, 'refused'],
    [{ כניסה: 'אמצע דצמבר' }, { available_from: '2026-12-15' }],
    [{ כניסה: '15 בינואר 2027' }, { available_from: '2027-01-15' }],
    [{ כניסה: '1-Dec-26' }, { available_from: '2026-12-01' }],
    [{ כניסה: 'דצמ-26' }, { available_from: '2026-12-01' }],
    [{ כניסה: '46357' }, { available_from: '2026-12-01' }],
    [{ כניסה: '2027-02-01 00:00:00' }, { available_from: '2027-02-01' }],
    [{ כניסה: 'גמיש' }, { available_from: 'flexible' }],
    [{ כניסה: 'לא רלוונטי' }, {}],
    [{ קומה: 'ק.קרקע' }, { floor: 0 }],
    [{ קומה: 'ק׳ קרקע' }, { floor: 0 }],
    [{ קומה: 'מרתף' }, { floor: -1 }],
    [{ קומה: 'ג׳' }, { floor: 3 }],
    [{ קומה: 'י"ב' }, { floor: 12 }],
    [{ קומה: 'קומה 3' }, { floor: 3 }],
    [
      { קומה: '3', 'מתוך קומות': '8' },
      { floor: 3, floors: 8 },
    ],
    [{ סטטוס: 'בלעדי' }, { exclusive: true }],
    [{ בלעדיות: 'כן' }, { exclusive: true }],
    [{ בלעדיות: 'לא' }, { exclusive: false }],
    [{ סטטוס: 'מושכר' }, { status: 'removed' }],
    [{ סטטוס: 'לא רלוונטי' }, { status: 'removed' }],
    [{ רחוב: 'ארלוזורוב 88' }, { street: 'ארלוזורוב', number: '88' }],
    [{ רחוב: "ארלוזורוב 88/4 ק' 3" }, { street: 'ארלוזורוב', number: '88', floor: 3 }],
    [{ רחוב: "שד' רוטשילד 12א" }, { street: "שד' רוטשילד", number: '12א' }],
    [{ רחוב: 'הרצל 12-14' }, { street: 'הרצל', number: '12-14' }],
    [{ רחוב: 'הרצל 12, חיפה' }, { street: 'הרצל', number: '12' }],
    [{ רחוב: 'הרצל, חיפה' }, { street: 'הרצל' }],
    [{ רחוב: 'הרצל 12 פינת ביאליק' }, { street: 'הרצל פינת ביאליק', number: '12' }],
    [{ רחוב: 'הרצל 12 דירה 4 קומה 2' }, { street: 'הרצל', number: '12', floor: 2 }],
    [{ רחוב: 'רחוב 7' }, { street: 'רחוב 7' }],
    [{ רחוב: "ה' באייר" }, { street: "ה' באייר" }],
    [{ רחוב: 'ה-29 בנובמבר 5' }, { street: 'ה-29 בנובמבר', number: '5' }],
    [{ street: '12 Herzl St' }, { street: 'Herzl St', number: '12' }],
    [{ רחוב: '2 הרצל' }, { street: 'הרצל', number: '2' }],
    [{ רחוב: "14 רח' הרצל" }, { street: "רח' הרצל", number: '14' }],
    [{ רחוב: '5 יוסף טרומפלדור, חיפה' }, { street: 'יוסף טרומפלדור', number: '5' }],
    [{ רחוב: '12א ביאליק' }, { street: 'ביאליק', number: '12א' }],
    [{ רחוב: '12-14 הרצל קומה 2' }, { street: 'הרצל', number: '12-14', floor: 2 }],
    [{ רחוב: '29 בנובמבר' }, { street: '29 בנובמבר' }],
    [{ רחוב: 'ה-29 בנובמבר' }, { street: 'ה-29 בנובמבר' }],
    [{ רחוב: 'שדרות ה-29 בנובמבר' }, { street: 'שדרות ה-29 בנובמבר' }],
    [{ רחוב: '29 בנובמבר 7' }, { street: '29 בנובמבר', number: '7' }],
    [{ רחוב: "הרצל 14 ק' 2" }, { street: 'הרצל', number: '14', floor: 2 }],
    [{ רחוב: 'הרצל 14 ק. קרקע' }, { street: 'הרצל', number: '14', floor: 0 }],
    [{ רחוב: "הרצל 14 ד' 8" }, { street: 'הרצל', number: '14' }],
    [{ רחוב: "הרצל 14 ד' 8 ק' 2" }, { street: 'הרצל', number: '14', floor: 2 }],
    [{ רחוב: "רובע ד' 8" }, { street: "רובע ד'", number: '8' }],
    [{ רחוב: 'הרצל 14 א, קומה 3' }, { street: 'הרצל', number: '14א', floor: 3 }],
    [{ רחוב: 'הרצל 14 קומה קרקע' }, { street: 'הרצל', number: '14', floor: 0 }],
    [{ רחוב: 'הרצל 14 קומה ב' }, { street: 'הרצל', number: '14', floor: 2 }],
    [{ רחוב: 'הרצל 14, קומה י"א, כניסה ב\'' }, { street: 'הרצל', number: '14', floor: 11 }],
    [
      { רחוב: 'הרצל 14 דירה 5 קומה 2 מתוך 4' },
      { street: 'הרצל', number: '14', floor: 2, floors: 4 },
    ],
    [{ רחוב: 'הרצל, דירה 5, קומה 2' }, { street: 'הרצל', floor: 2 }],
    [{ רחוב: "הרצל מס' 5" }, { street: 'הרצל', number: '5' }],
    [{ רחוב: 'הרצל מספר 5' }, { street: 'הרצל', number: '5' }],
    [{ רחוב: 'הרצל (88)' }, { street: 'הרצל', number: '88' }],
    [{ רחוב: 'הרצל 14 (קומה ב)' }, { street: 'הרצל', number: '14', floor: 2 }],
    [{ רחוב: 'הרצל-5' }, { street: 'הרצל', number: '5' }],
    [{ רחוב: 'הרצל 14.' }, { street: 'הרצל', number: '14' }],
    [{ רחוב: 'הרצל 0' }, { street: 'הרצל' }],
    [{ רחוב: 'הרצל', "מס' בית": '0' }, { street: 'הרצל' }],
    [
      { רחוב: 'הרצל', "מס' בית": "מס' 5" },
      { street: 'הרצל', number: '5' },
    ],
    [
      { רחוב: 'הרצל', "מס' בית": '12 א' },
      { street: 'הרצל', number: '12א' },
    ],
    [{ rooms: '2.5 חד׳' }, { rooms: 2.5 }],
    [{ 'מ"ר בנוי': '85.3' }, { sqm: 85.5 }],
    [{ שטח: 'כ-85 מ״ר' }, { sqm: 85 }],
    [
      { ארנונה: '850', 'ועד בית': '₪220' },
      { arnona_ils: 850, vaad_ils: 220 },
    ],
    [{ 'ארנונה לחודש': '400' }, { arnona_ils: 800 }],
    [{ 'ארנונה (לחודש)': '450' }, { arnona_ils: 900 }],
    [{ 'ארנונה (דו חודשי)': '900' }, { arnona_ils: 900 }],
    [{ ארנונה: '450 לחודש' }, { arnona_ils: 900 }],
    [{ ארנונה: '900 לחודשיים' }, { arnona_ils: 900 }],
    [{ ארנונה: '450 דו חודשי' }, { arnona_ils: 450 }],
    [{ ארנונה: '450 ש"ח דו-חודשית' }, { arnona_ils: 450 }],
    [{ 'ארנונה לחודש': '900 לחודשיים' }, { arnona_ils: 900 }],
    [{ 'ועד בית': '400 לחודשיים' }, { vaad_ils: 200 }],
    [{ 'ועד בית (לחודשיים)': '400' }, {}],
    [{ 'ארנונה ($)': '400' }, {}],
    [{ 'שטח (דונם)': '2' }, {}],
    [{ שטח: '1.200' }, { sqm: 1_200 }],
    [{ שטח: '12.500 מ"ר' }, { sqm: 12_500 }],
    [{ שטח: '1.200 דונם' }, { sqm: 1_200 }],
    [{ שטח: '0.5 דונם' }, { sqm: 500 }],
    [{ שטח: '85.5' }, { sqm: 85.5 }],
    [
      { 'סוג נכס': 'מגרש', rooms: '0', 'שטח בנוי': '0', 'שטח מגרש': '500' },
      { kind: 'plot', rooms: undefined, sqm: 500 },
    ],
    [{ 'סוג נכס': 'וילה', 'שטח בנוי': '', 'שטח מגרש': '500' }, { kind: 'house' }],
    [
      { 'סוג נכס': 'וילה', 'שטח מגרש': '500', 'שטח בנוי': '220' },
      { kind: 'house', sqm: 220 },
    ],
    [{ סוכן: '', 'טלפון סוכן': '050-1234567' }, { broker: '050-1234567' }],
    [{ 'מודעה יד2': 'abc12 x9', מדלן: '77' }, { ad_ids: ['abc12', 'x9', '77'] }],
    [
      { תמונות: 'https://a.example/1.jpg, https://a.example/2.jpg' },
      { photos: ['https://a.example/1.jpg', 'https://a.example/2.jpg'] },
    ],
    [{ תוספות: '2 חניות, מרפסת שמש גדולה, ממ״ק' }, { features: ['parking', 'balcony', 'mamad'] }],
    [{ תוספות: 'מזגן עילי, נוף לים' }, { features: ['air_conditioning'], description: 'נוף לים.' }],
    [{ תוספות: 'ללא מעלית, סורגים' }, { features: ['bars'] }],
    [
      { חניה: 'פרטית', מרפסת: '12 מ"ר', ריהוט: 'חלקי' },
      { features: ['parking', 'balcony', 'furnished'] },
    ],
    [{ 'מצב הנכס': 'משופץ' }, { features: ['renovated'] }],
    [{ 'מצב הנכס': 'שמור' }, { description: 'מצב הנכס: שמור.' }],
    [{ 'סוג נכס': 'דירת גן' }, { kind: 'garden_apartment', features: ['garden'] }],
    [{ תיאור: 'שקטה', הערות: 'בעל הדירה לחוץ' }, { description: 'שקטה' }],
    [{ פרטים: 'שקטה' }, { description: 'שקטה' }],
    [{ 'הערות למודעה': 'שקטה' }, { description: 'שקטה' }],
    [{ 'מספר מודעה': '55' }, { ad_ids: ['55'] }],
    [{ 'מודעה יד2': '12,345,678' }, { ad_ids: ['12345678'] }],
    [{ 'מודעה יד2': '345', מדלן: '678' }, { ad_ids: ['345', '678'] }],
    [{ 'מודעה יד2': ['345', '678'] }, { ad_ids: ['345', '678'] }],
    [{ 'מודעה יד2': 'x345,y678' }, { ad_ids: ['x345', 'y678'] }],
    [{ 'מודעה יד2': 'אין', מדלן: '0' }, {}],
    [
      {
        'מודעה יד2': 'https://www.yad2.co.il/realestate/item/ab12cd?opened-from=feed&spot=standard',
      },
      { ad_ids: ['ab12cd'] },
    ],
    [
      { 'סוג נכס': 'משרד', rooms: '0', שטח: '0' },
      { kind: 'office', rooms: undefined },
    ],
    [{ קומה: '3 מתוך 8 קומות' }, { floor: 3, floors: 8 }],
    [{ קומה: 'ראשונה' }, { floor: 1 }],
    [{ קומה: 'קומה שלישית' }, { floor: 3 }],
    [
      { קומה: 'אחרונה', קומות: '8' },
      { floor: 8, floors: 8 },
    ],
    [{ קומה: 'אחרונה מתוך 8' }, { floor: 8, floors: 8 }],
    [{ קומה: 'אחרונה' }, { description: 'קומה אחרונה.' }],
    [{ רחוב: 'הרצל 14 קומה ראשונה' }, { street: 'הרצל', number: '14', floor: 1 }],
    [
      { deal: 'sale', price: '2,100 אש"ח' },
      { deal: 'sale', price_ils: 2_100_000 },
    ],
    [
      { deal: 'sale', price: '2.1 מש״ח' },
      { deal: 'sale', price_ils: 2_100_000 },
    ],
    [{ price: 'החל מ-8,500' }, { price_ils: 8_500, description: 'זה המחיר ההתחלתי.' }],
    [{ price: '8,500 ש"ח (גמיש)' }, { price_ils: 8_500, description: 'המחיר גמיש.' }],
    [{ חניה: 'X', מעלית: '√', מרפסת: '1.5' }, { features: ['elevator', 'balcony'] }],
    [{ חניה: 'בתשלום' }, { description: 'חניה: בתשלום.' }],
    [{ כניסה: '2026-12-31T22:00:00.000Z' }, { available_from: '2027-01-01' }],
    [{ כניסה: '2027-01-01T00:00:00+02:00' }, { available_from: '2027-01-01' }],
    [{ כניסה: '2027-01-01 08:30' }, { available_from: '2027-01-01' }],
    [{ 'מספר סידורי': '7' }, {}],
    [{ פעיל: 'לא' }, { status: 'removed' }],
    [{ פעיל: 'כן' }, {}],
    [{ active: false }, { status: 'removed' }],
    [{ active: true, סטטוס: 'נמכר' }, { status: 'removed' }],
    [{ פעיל: 'לא', סטטוס: 'בלעדי' }, { status: 'removed' }],
    [{ תיאור: 'שקטה '.repeat(300) }, { description: `${'שקטה '.repeat(198)}שקטה…` }],
  ])('%j is read as %j', (cells, columns) => {
    if (columns === 'refused') expect(read(cells)).toMatch(/must be a day/);
    else expect(read(cells)).toEqual({ ...(read({}) as object), ...(columns as object) });
  });

  test.each([
    ['דירה', 'apartment'],
    ['יחידת דיור', 'apartment'],
    ['דירת גן', 'garden_apartment'],
    ['פנטהאוז', 'penthouse'],
    ['גג/פנטהאוז', 'penthouse'],
    ['דופלקס', 'duplex'],
    ['קוטג׳', 'house'],
    ['דו-משפחתי', 'house'],
    ['וילה', 'house'],
    ['בית פרטי', 'house'],
    ['סטודיו', 'studio'],
    ['מגרש', 'plot'],
    ['חנות', 'shop'],
    ['משרד', 'office'],
    ['מחסן', 'warehouse'],
    ['חנייה', 'parking'],
    ['בניין', 'building'],
    ['דירת 3 חדרים', 'apartment'],
    ['דירת 3.5 חד׳', 'apartment'],
    ['בית דו משפחתי', 'house'],
  ])('the kind %s is a %s', (word, kind) => {
    expect(read({ 'סוג נכס': word })).toMatchObject({ kind });
  });

  test.each(['מגרש', 'חנות', 'משרד', 'סטודיו'])('a %s needs no rooms', (kind) => {
    expect(read({ 'סוג נכס': kind, rooms: '' })).not.toHaveProperty('rooms');
  });

  test.each([
    [{ price: 'לפי פנייה' }, /^price must be .*"לפי פנייה": callers are told a price/],
    [{ price: '1,200,000-1,400,000' }, /: write one number instead of a range$/],
    [{ deal: 'sale', price: '2350' }, 'price must be 10000 at least for a sale'],
    [{ deal: 'sale', price: '2.350' }, 'price must be 10000 at least for a sale'],
    [{ price: '2,350,000' }, 'price must be 500000 at most for a rental'],
    [{ קומה: '8', קומות: '3' }, 'קומה is 8, but the building has 3 floors'],
    [{ קומה: '8 מתוך 3' }, 'קומה is 8, but the building has 3 floors'],
    [{ סטטוס: 'פעיל, אולי' }, /^סטטוס must be active or removed, not " ?אולי"$/],
    [{ כניסה: '2026-02-31T22:00:00.000Z' }, /^כניסה must be a day/],
    [{ price: '4,200 לחודשיים' }, /^price must be a number in shekels/],
    [{ price: '$500,000' }, /: write the sum in shekels$/],
    [{ price: '1.25E+06' }, /: Excel has rounded it/],
    [{ id: '1.23457E+11' }, /^id must be an id.*Excel has rounded it/],
    [{ rooms: '03/05/2026' }, /^rooms .*Excel has made a day of it/],
    [{ קומה: '8-Mar' }, /^קומה .*Excel has made a day of it/],
    [{ כניסה: '12/31/2026' }, /^כניסה must be a day/],
    [{ כניסה: '31.2.27' }, /^כניסה must be a day/],
    [{ city: '#N/A' }, /^city holds an error of Excel, "#N\/A"/],
    [{ street: 'הרצל 12', number: '14' }, 'number is "14", but the street\'s cell says "12"'],
    [{ 'סוג נכס': 'מטוס' }, /^סוג נכס must be one of apartment, .*, not "מטוס"$/],
    [{ 'סוג נכס': 'דירה', rooms: '' }, 'rooms is missing'],
    [{ תמונות: 'javascript:alert(1)' }, /^תמונות must be addresses like/],
    [{ city: 'חי\ufffdה' }, /^city has a byte that is not a letter/],
  ])('%j is refused: %s', (cells, problem) => {
    expect(read(cells)).toEqual(
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    );
  });

  test.each(['price', 'rooms', 'קומה', 'כניסה', 'רחוב', 'תוספות', 'חניה', 'תמונות', 'שטח', 'id'])(
    'of any length is read or refused within a moment: %s',
    (column) => {
      const started = process.threadCpuUsage();
      for (const part of [
        '1',
        '1,',
        '1.',
        ',',
        ', ',
        ' ',
        'א',
        '-',
        '/',
        'מיליון ',
        '1 ',
        'א 1',
        '"',
        "'",
      ]) {
        read({ [column]: part.repeat(20_000) });
        read({ [column]: `${part.repeat(50)}x` });
      }
      expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(2_000);
    },
  );
});

describe('a file as Excel saves it', () => {
  test('tells its separator in a line of its own, which Excel does not count', () => {
    const file = `sep=;\r\n${HEAD.replaceAll(',', ';')}\r\nA1;rent;חיפה;3;5,000\r\nA2;rent;חיפה;3;יקר`;
    expect(csv(file)).toMatchObject({
      listings: [{ id: 'A1', price_ils: 5_000 }],
      problems: [{ row: 3, column: 'price' }],
    });
  });

  test('may have a title above its head, and its head again on each page', () => {
    const file = `נכסים,,,,\n,,,,\n${HEAD}\n${ROW}\n${HEAD}\nA2,rent,חיפה,3,יקר`;
    expect(csv(file)).toMatchObject({ rows: 2, problems: [{ row: 6, column: 'price' }] });
  });

  test('may begin a cell with a quoted word', () => {
    const { listings, problems } = csv(`${HEAD},תיאור\n${ROW},"הבית הלבן" דירה מהממת`);
    expect(problems).toEqual([]);
    expect(listings[0]?.description).toBe('"הבית הלבן" דירה מהממת');
  });

  test.each([
    ['a quote that is not doubled', 'A2,rent,"ת"א "הישנה"",3,5000', 'city'],
    ['a quote that never closes', 'A2,rent,חיפה,3,"5000', 'price'],
  ])('loses only the row with %s', (_what, broken, column) => {
    const rows = [HEAD, 'A0,rent,"חיפה",3,5000', broken, ROW, 'A3,rent,"ת""א",3,"5,000"'];
    const { listings, problems } = csv(rows.join('\r\n'));
    expect(listings.map(({ id }) => id)).toEqual(['A0', 'A1', 'A3']);
    expect(problems).toEqual([
      { row: 3, column, message: expect.stringContaining('a quote is written twice') },
    ]);
  });

  test.each([
    ['ends the next row', 'A2,rent,חיפה,3,5000,"ליד הים', 'A3,rent,חיפה,3,5000,שקטה"'],
    ['ends a later row', 'A2,rent,חיפה,3,5000,"ליד הים', `${ROW},\nA3,rent,חיפה,3,5000,שקטה"`],
  ])('loses no row to an open quote whose partner %s', (_what, open, next) => {
    const { listings, problems } = csv(
      [`${HEAD},תיאור`, open, next, 'A4,rent,חיפה,3,5000,'].join('\n'),
    );
    expect(listings.map(({ id }) => id).filter((id) => id !== 'A1')).toEqual(['A3', 'A4']);
    expect(problems).toMatchObject([{ row: 2, column: 'תיאור' }]);
  });

  test('loses no row to an open quote whose partner stands inside the next row', () => {
    const { listings, problems } = csv(
      'id,תיאור,deal,city,rooms,price\nA2,"ליד הים,rent,חיפה,3,5000\nA3,שקטה",rent,חיפה,3,5000',
    );
    expect(listings.map(({ id }) => id)).toEqual(['A3']);
    expect(problems).toMatchObject([{ row: 2, column: 'תיאור' }]);
  });

  test('may hold lines with as many commas as its head', () => {
    const { listings } = csv(
      `${HEAD},תיאור\n${ROW},"יפה\nשקטה, מוארת, ליד הים, גדולה, זולה, טובה"`,
    );
    expect(listings[0]?.description).toMatch(/^יפה\nשקטה.*טובה$/);
    const between = 'id,תיאור,deal,city,rooms,price\nA1,"שקטה\nליד הים, מוארת",rent,חיפה,3,5000';
    expect(csv(between)).toMatchObject({ problems: [], listings: [{ id: 'A1' }] });
  });

  test('refuses a cell that is longer than Excel’s longest', () => {
    const { problems } = csv(`${HEAD},תיאור\n${ROW},${'א'.repeat(32_768)}`);
    expect(problems).toEqual([
      { row: 2, column: 'תיאור', message: 'is longer than 32767 characters, the most in Excel' },
    ]);
  });

  test('counts a row with line breaks as one, and blank rows too', () => {
    const file = `${HEAD},תיאור\n${ROW},"שורה\nשנייה"\n\nA2,rent,חיפה,3,יקר,`;
    expect(csv(file).problems).toMatchObject([{ row: 4, column: 'price' }]);
  });

  test('may end its lines as an old Mac', () => {
    expect(csv(`${HEAD}\r${ROW}\r`).listings).toHaveLength(1);
  });

  test('needs no rooms where it tells the kind of every property', () => {
    expect(csv('id,deal,city,price,סוג נכס\nA1,sale,חיפה,900000,מגרש').problems).toEqual([]);
  });

  test.each(['מחיר (באלפי ש"ח)', 'מחיר ($)', 'מחיר (מיליוני ₪)', 'מחיר (בדולרים)', 'מחיר (למ״ר)'])(
    'is refused whole if its price is in another unit: %s',
    (head) => {
      const records = readCsvRecords(`id,deal,city,rooms,${head}\nA1,sale,חיפה,3,235000`);
      const problem = { row: 1, column: head, message: 'names a unit in which we do not count' };
      expect(readListings(records, AT).problems).toEqual([problem]);
      const map = new Map([['price', head]] as const);
      expect(readListings(records, AT, { ownNames: map }).problems).toEqual([problem]);
    },
  );

  test('names every property twice only by mistake', () => {
    expect(csv(`${HEAD}\n${ROW}\n${ROW}`).problems).toEqual([
      { row: 3, column: 'id', message: '"A1" stands in row 2' },
    ]);
  });

  test('may be UTF-8 with a wrong byte, which is named by its row', () => {
    const bytes = Buffer.from(`${HEAD}\n${ROW}\nA2,rent,חיפה,3,5000`);
    bytes[bytes.lastIndexOf('חיפה')] = 0xff;
    expect(csv(decode(bytes))).toMatchObject({
      listings: [{ city: 'חיפה' }],
      problems: [{ row: 3, column: 'city' }],
    });
  });

  test('may be Windows-1255 with a wrong byte, which is named by its row', () => {
    const city = [0xe7, 0xe9, 0xf4, 0xe4];
    const row = (id: string, name: number[]) =>
      Buffer.concat([Buffer.from(`${id},rent,`), Buffer.from(name), Buffer.from(',3,5000\n')]);
    const file = Buffer.concat([
      Buffer.from(`${HEAD}\n`),
      row('A1', city),
      row('A2', [...city, 0xff]),
    ]);
    expect(csv(decode(file))).toMatchObject({
      listings: [{ city: 'חיפה' }],
      problems: [{ row: 3, column: 'city' }],
    });
  });

  test.each(['utf16le', 'utf16be'] as const)('may be %s, also without its mark', (encoding) => {
    for (const mark of ['\ufeff', '']) {
      const bytes = Buffer.from(`${mark}${HEAD}\n${ROW}`, 'utf16le');
      const file = encoding === 'utf16be' ? bytes.swap16() : bytes;
      expect(csv(decode(file)).listings).toMatchObject([{ id: 'A1', city: 'חיפה' }]);
    }
  });

  test.each([
    ['a workbook', Buffer.from('PK\u0003\u0004'), /an Excel workbook.*"CSV UTF-8"/],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), /an Excel workbook/],
    ['a web page', Buffer.from('<html><table>'), /a web page/],
  ])('must not be %s, and the error says how it is saved', (_what, bytes, message) => {
    expect(() => decode(bytes)).toThrow(message);
  });

  test.each(['הערות', 'הערה', 'הערות פנימיות', 'notes', 'Notes'])(
    'keeps %s to the office, unless its map takes them for the description',
    (head) => {
      const records = readCsvRecords(`${HEAD},${head}\n${ROW},מפתח אצל השכן`);
      const { listings, ignored } = readListings(records, AT);
      expect([listings[0]?.description, ignored]).toEqual([undefined, [head]]);
      const map = new Map([['description', head]] as const);
      expect(readListings(records, AT, { ownNames: map }).listings[0]?.description).toBe(
        'מפתח אצל השכן',
      );
    },
  );

  test('of two thousand records with a head each is refused within a moment', () => {
    const records = Array.from({ length: 2_000 }, (_, n) => ({ [`id(${n})`]: `A${n}` }));
    const text = JSON.stringify([{ ...good, 'סוג נכס': '' }, ...records]);
    const started = process.threadCpuUsage();
    const { problems } = readListings(readJsonRecords(text), AT);
    expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(500);
    expect(problems.length).toBeGreaterThan(2_000);
  });

  test('of ten thousand rows is read within seconds', () => {
    const head = `${HEAD},רחוב,שכונה,קומה,כניסה,תוספות,תיאור,מעלית,חניה`;
    const row = `sale,"ת""א",3.5,"5,600,000 ₪",שד' רוטשילד 12א,לב העיר,3 מתוך 8,01/01/27,"סורגים, נוף לים","דירה, שקטה",כן,2`;
    const file = [head, ...Array.from({ length: 10_000 }, (_, id) => `N${id},${row}`)].join('\r\n');
    const started = process.threadCpuUsage();
    const { listings, problems } = csv(file);
    expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(5_000);
    expect([listings.length, problems]).toEqual([10_000, []]);
  });
});
