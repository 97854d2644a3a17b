import { expect, test } from 'vitest';
import { descriptionTold } from '#shared/domain/listings/told-description.ts';

test.each([
  ['הרצל', '12-14', 'הרצל 12-14, שקטה', 'הרצל, שקטה'],
  ['הרצל', '172-174', 'דירה שקטה', 'דירה שקטה'],
  ['בן-יהודה', '40', 'בן-יהודה 40, שקטה', 'בן-יהודה, שקטה'],
  ['דרך (ישנה)', '7', 'דירה שקטה', 'דירה שקטה'],
  ['A+B/C', '3', 'quiet', 'quiet'],
])('signs in %s %s do not break what is told of it', (street, number, description, heard) => {
  expect(descriptionTold({ street, number, description }, false, 120)).toBe(heard);
});

const told = (street: string | undefined, number: string | undefined, description: string) =>
  descriptionTold({ street, number, description }, false, 120);

test.each([
  ['88', 'ארלוזרוב 88, שקטה', 'ארלוזרוב, שקטה'],
  ['88', 'ארלוזורוב 88א, שקטה', 'ארלוזורוב, שקטה'],
  ['88', "ארלוזורוב 88 א', שקטה", 'ארלוזורוב, שקטה'],
  ['88', 'ארלוזורוב-88 שקטה', 'ארלוזורוב שקטה'],
  ['88', 'ארלוזורוב (88) שקטה', 'ארלוזורוב שקטה'],
  ['88', 'ארלוזורוב מס. 88', 'ארלוזורוב'],
  ['88', "בית מס' 88, שקטה", 'בית, שקטה'],
  ['88', '88 ארלוזורוב, שקטה', 'ארלוזורוב, שקטה'],
  ['88', 'שקטה, ב-88.', 'שקטה.'],
  ['88', 'ארלוזורוב 88/4', 'ארלוזורוב'],
  ['88', 'ארלוזורוב 86-88', 'ארלוזורוב'],
  ['12א', 'ארלוזורוב 12', 'ארלוזורוב'],
  ['172-174', 'ארלוזורוב 174', 'ארלוזורוב'],
  ['7/4', 'ארלוזורוב 7', 'ארלוזורוב'],
  ['3', 'ארלוזורוב 3 חדרים', 'ארלוזורוב חדרים'],
  ['14', 'רחוב הרצל בית 14 קומה ב', 'רחוב הרצל בית קומה ב'],
])('of the house number %s nothing is told in "%s"', (number, written, heard) => {
  expect(told('ארלוזורוב', number, written)).toBe(heard);
});

test.each([
  ['הרצל', 'הרצל 12 דירה מהממת', 'הרצל דירה מהממת'],
  ['הרצל', 'בהרצל 12, שקטה', 'בהרצל, שקטה'],
  ['הרצל', '5 הרצל', 'הרצל'],
  [undefined, 'רחוב הרצל בית 14 קומה ב', 'רחוב הרצל בית קומה ב'],
  ["רח' הרצל", "14 רח' הרצל", "רח' הרצל"],
  ['בן יהודה', 'בן יהודה 14א', 'בן יהודה'],
  [undefined, 'מגרש ברחוב ביאליק 14, גדול', 'מגרש ברחוב ביאליק, גדול'],
  [undefined, 'בניין מספר 12, שקט', 'בניין, שקט'],
])('in %s, whose number is not known, "%s" is told without it', (street, written, heard) => {
  expect(told(street, undefined, written)).toBe(heard);
});

test.each([
  ['3', 'בניין 3 קומות'],
  ['3', '3 חדרים, קומה 3 מתוך 3'],
  ['3', '3-4 חדרים, 3 וחצי חדרים'],
  ['5', '5 דקות מהים, כ-5 דק׳ מהרכבת'],
  ['88', '88 מ"ר, 88 מטר'],
  ['12', '12,000 ש"ח, 1,200 ₪, 12 חודשים'],
  ['3', '3.5 חדרים, 3 כיווני אוויר'],
  ['88', 'טלפון 03-8888888'],
  ['38', 'בניין אחרי תמ"א 38'],
  ['3', "3 ח', ק' 3, 3 וחצי"],
  [undefined, 'הרצל 3 חדרים'],
  [undefined, 'הרצל, 4 חדרים, 100 מ"ר'],
  [undefined, 'דירה שקטה, 2 מרפסות'],
])('beside the house number %s, another number is told: %s', (number, written) => {
  expect(told('הרצל', number, written)).toBe(written);
});

test.each([
  ['29 בנובמבר', 'ברחוב 29 בנובמבר, שקטה'],
  ['רחוב 3056', 'ברחוב 3056, שקטה'],
])('the name %s keeps its number', (street, written) => {
  expect(told(street, undefined, written)).toBe(written);
});

test('where the house number may be told, a description is told as it is', () => {
  const written = 'ארלוזורוב 88, שקטה';
  const listing = { street: 'ארלוזורוב', number: '88', description: written };
  expect(descriptionTold(listing, true, 120)).toBe(written);
});
