import { expect, test } from 'vitest';
import { type Wish, wishIn } from './wishes.ts';

test.for<[said: string, wish: Wish]>([
  ['לא שלושה חדרים, ארבעה', { rooms: 4 }],
  ['לא שלושה, ארבעה חדרים', { rooms: 4 }],
  ['שלושה חדרים, סליחה, ארבעה', { rooms: 4 }],
  ['טעיתי במספר החדרים, אני צריך ארבעה', { rooms: 4 }],
  ['דירת שלושה חדרים, רגע, עד ששת אלפים', { rooms: 3, shekels: 6_000 }],
  ['דירת שלושה חדרים בחיפה, בעצם אפשר מחר בחמש?', { rooms: 3, city: 'חיפה' }],
  ['לא בתל אביב, ברמת גן', { city: 'רמת גן' }],
  ['מחפש בתל אביב, בעצם ברמת גן', { city: 'רמת גן' }],
  ['לא מצאתי שום דירה בתל אביב', { city: 'תל אביב' }],
  ['לא לקנות, לשכור', { deal: 'rent' }],
  ['אני לא רוצה לשכור, אני רוצה לקנות', { deal: 'buy' }],
  ['לקנות בשני מיליון ושלוש מאות', { deal: 'buy', shekels: 2_300_000 }],
  ['בעל הבית מוכר את הדירה ואני צריך דירה חדשה', {}],
  ['אני בעל הדירה ורוצה למכור אותה', { deal: 'sell' }],
  ['השוכר לא משלם לי', {}],
])('"%s" is the wish that a person takes it for', ([text, wish]) => {
  expect(wishIn([{ speaker: 'caller', text }])).toEqual(wish);
});

test('a budget without a unit is in thousands a month, and in millions to buy', () => {
  const told = (deal: string, question: string, text: string) =>
    wishIn([
      { speaker: 'caller', text: deal },
      { speaker: 'agent', text: question },
      { speaker: 'caller', text },
    ]).shekels;
  expect(told('לשכור', 'ומה התקציב לחודש?', 'שש וחצי')).toBe(6_500);
  expect(told('לקנות', 'ומה התקציב?', 'שניים וחצי')).toBe(2_500_000);
  expect(told('למכור', 'ומה המחיר המבוקש?', 'שלושה מיליון מאתיים')).toBe(3_200_000);
});
