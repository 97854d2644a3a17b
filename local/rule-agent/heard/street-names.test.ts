import { expect, test } from 'vitest';
import { namedHomeIn } from './named-homes.ts';
import { homeAnswered } from './street-names.ts';

test.for([
  ['הדירה בארלוזורוב מהמודעה', { street: 'ארלוזורוב' }],
  ['ראיתי מודעה על דירה בתל אביב, ברחוב בן יהודה', { street: 'בן יהודה' }],
  ['הדירה בתל אביב בדיזנגוף עדיין פנויה?', { street: 'דיזנגוף' }],
  ['אני מתקשר בקשר לדירה ביהודה המכבי', { street: 'יהודה המכבי' }],
  ['פרסמתם דירה בגורדון 7, היא עוד פנויה?', { street: 'גורדון', number: '7' }],
  ['ראיתי מודעה באינטרנט', undefined],
  ['הדירה בקומה שלוש', undefined],
  ['אני רוצה לראות את הדירה מחר באחת עשרה', undefined],
  ['דירה בפלורנטין', undefined],
  ['מחפש דירה להשכרה בתל אביב', undefined],
] as const)('"%s" names the home that a person takes it for', ([said, home]) => {
  expect(namedHomeIn(said)).toEqual(home);
});

test.for([
  ['ארלוזורוב', { street: 'ארלוזורוב' }],
  ['ברחוב ארלוזורוב', { street: 'ארלוזורוב' }],
  ['זה בבן יהודה 40', { street: 'בן יהודה', number: '40' }],
  ['מספר המודעה 40118874', { adNumber: '40118874' }],
  ['לא זוכר', undefined],
  ['כן', undefined],
] as const)('"%s" answers the question for the street', ([said, home]) => {
  expect(homeAnswered(said)).toEqual(home);
});
