import { expect, test } from 'vitest';
import { houseOf } from '#shared/domain/listings/house-number.ts';
import { addressTold, descriptionTold } from '#shared/domain/listings/told-address.ts';

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
])('%s is the street %s with the number %s', (written, street, number) => {
  expect(houseOf({ street: written })).toEqual(number ? { street, number } : { street });
});

test.each([
  ['הרצל', '12-14', 'הרצל 12-14, שקטה', 'הרצל, שקטה'],
  ['הרצל', '172-174', 'דירה שקטה', 'דירה שקטה'],
  ['בן-יהודה', '40', 'בן-יהודה 40, שקטה', 'בן-יהודה, שקטה'],
  ['דרך (ישנה)', '7', 'דירה שקטה', 'דירה שקטה'],
  ['A+B/C', '3', 'quiet', 'quiet'],
])('signs in %s %s do not break what is told of it', (street, number, description, heard) => {
  expect(descriptionTold({ street, number, description }, false, 120)).toBe(heard);
});
