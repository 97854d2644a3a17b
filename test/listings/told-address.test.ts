import { expect, test } from 'vitest';
import { houseOf } from '#shared/domain/listings/house-number.ts';
import { addressTold } from '#shared/domain/listings/told-address.ts';

const apart = { street: 'ארלוזורוב', number: '88' };
const together = { street: 'ארלוזורוב 88' };

test.each([
  ['told', false, 'ארלוזורוב 88'],
  ['told', true, 'ארלוזורוב 88'],
  ['after_booking', false, 'ארלוזורוב'],
  ['after_booking', true, 'ארלוזורוב 88'],
  ['never', false, 'ארלוזורוב'],
  ['never', true, 'ארלוזורוב'],
] as const)(
  'with house_number %s, and a viewing booked: %s, a caller hears %s',
  (rule, isBooked, heard) => {
    expect(addressTold(apart, { house_number: rule }, isBooked)).toBe(heard);
    expect(addressTold(together, { house_number: rule }, isBooked)).toBe(heard);
  },
);

test('a home without a street has no address, and one without a number only its street', () => {
  expect(addressTold({ number: '88' }, { house_number: 'told' }, true)).toBeUndefined();
  expect(addressTold({ street: 'הרצל' }, { house_number: 'told' }, true)).toBe('הרצל');
});

test.each([
  ['דיזנגוף 172', 'דיזנגוף', '172'],
  ['אבן גבירול 12א', 'אבן גבירול', '12א'],
  ["ז'בוטינסקי 7ב'", "ז'בוטינסקי", "7ב'"],
  ['הרצל 3-5', 'הרצל', '3-5'],
  ['הרצל 12/4', 'הרצל', '12/4'],
  ['הרצל, 12', 'הרצל', '12'],
  ["הרצל מס' 9", 'הרצל', '9'],
  ['הרצל 12 כניסה ב', 'הרצל', '12'],
  ['הרצל 12, דירה 4', 'הרצל', '12'],
  ['כ"ט בנובמבר', 'כ"ט בנובמבר', undefined],
  ['רחוב 3056', 'רחוב 3056', undefined],
  ['שדרות ירושלים', 'שדרות ירושלים', undefined],
  ['יפת', 'יפת', undefined],
  ['2 הרצל', 'הרצל', '2'],
  ["14 רח' הרצל", "רח' הרצל", '14'],
  ['5 יוסף טרומפלדור', 'יוסף טרומפלדור', '5'],
  ['12א, ביאליק', 'ביאליק', '12א'],
  ['12 Dizengoff St', 'Dizengoff St', '12'],
  ['Dizengoff 12a', 'Dizengoff', '12a'],
  ['1 במאי', '1 במאי', undefined],
  ['29 בנובמבר 5', '29 בנובמבר', '5'],
  ["שד' 29 בנובמבר 5", "שד' 29 בנובמבר", '5'],
  ['ה-29 בנובמבר', 'ה-29 בנובמבר', undefined],
  ['רחוב 3056 5', 'רחוב 3056', '5'],
  ["הרצל 14 ק' 2", 'הרצל', '14'],
  ["הרצל 14 ד' 8", 'הרצל', '14'],
  ['הרצל 14 קומה קרקע', 'הרצל', '14'],
  ['הרצל 14.', 'הרצל', '14'],
  ['הרצל 14 ת"א', 'הרצל', '14'],
  ['הרצל (14)', 'הרצל', '14'],
  ['הרצל-14', 'הרצל', '14'],
  ['הרצל 14 פינת נורדאו', 'הרצל', '14'],
  ['הרצל 12–14', 'הרצל', '12–14'],
  ['הרצל מס. 5', 'הרצל', '5'],
  ['2 הרצל דירה 4', 'הרצל', '2'],
  ['דרך בגין 144, מגדל מידטאון, קומה 20', 'דרך בגין', '144'],
  ['הרצל 14 מיקוד 6345678', 'הרצל', '14'],
  ['הרצל 14 / הנביאים 3', 'הרצל', '14'],
  ['קומה 3 הרצל 14', 'הרצל', '14'],
  ['סיני 3 ק קרקע', 'סיני', '3'],
  ['14 דירה 3 הרצל', 'הרצל', '14'],
])('%s is the street %s with the number %s', (written, street, number) => {
  expect(houseOf({ street: written })).toEqual(number ? { street, number } : { street });
});
