import { expect, test } from 'vitest';
import { bestMatches, placeGrade } from '#shared/domain/listings/place-match.ts';

test.each([
  ['ארלוזורוב', 'ארלוזורוב'],
  ['ברחוב ארלוזורוב', 'ארלוזורוב'],
  ["רח' ארלוזורוב", 'ארלוזורוב'],
  ['רח׳ ארלוזורוב', 'ארלוזורוב'],
  ['בארלוזורוב', 'ארלוזורוב'],
  ['ארלוזורוב', "רח' ארלוזורוב"],
  ['ארלוזרוב', 'ארלוזורוב'],
  ['שנקין', 'שינקין'],
  ['שינקין', 'שנקין'],
  ["ז'בוטינסקי", 'זבוטינסקי'],
  ['ז׳בוטינסקי', "ז'בוטינסקי"],
  ['וייצמן', 'ויצמן'],
  ['שדרות רוטשילד', "שד' רוטשילד"],
  ['בשדרות רוטשילד', 'רוטשילד'],
  ['אבן-גבירול', 'אבן גבירול'],
  ['אבן־גבירול', 'אבן גבירול'],
  ['בירקון', 'הירקון'],
  ['הצפון הישן', 'צפון ישן'],
  ['שכונת פלורנטין', 'פלורנטין'],
  ['בפלורנטין', 'פלורנטין'],
  ['ביאליק', 'ביאליק'],
  ['בביאליק', 'ביאליק'],
  ['רמב״ם', 'רמב"ם'],
  ['Dizengoff', 'dizengoff'],
])('%s is the same place as %s', (said, written) => {
  expect(placeGrade(said, written)).toBe(3);
});

test.each([
  ['המכבי', 'יהודה המכבי', 2],
  ['צפון', 'הצפון הישן', 2],
  ['שלמה אבן גבירול', 'אבן גבירול', 2],
  ['ארלוזורוף', 'ארלוזורוב', 1],
  ['בוגרשוף', 'בוגרשוב', 1],
  ['פלורנטים', 'פלורנטין', 1],
] as const)('%s is less surely %s: grade %d', (said, written, grade) => {
  expect(placeGrade(said, written)).toBe(grade);
});

test.each([
  ['דיזנגוף', 'ארלוזורוב'],
  ['הרצל', 'רצ'],
  ['נורדאו', 'בוגרשוב'],
  ['', 'הרצל'],
  ['הרצל', ''],
  ['רחוב', 'הרצל'],
])('"%s" is not "%s"', (said, written) => {
  expect(placeGrade(said, written)).toBe(0);
});

test('a name that fits wholly leaves out those that fit in part', () => {
  const streets = ['יהודה המכבי', 'יהודה הלוי', 'בן יהודה', 'הלוי'];
  expect([...bestMatches('בן יהודה', streets)]).toEqual(['בן יהודה']);
  expect([...bestMatches('הלוי', streets)]).toEqual(['הלוי']);
  expect([...bestMatches('יהודה', streets)]).toEqual(['יהודה המכבי', 'יהודה הלוי', 'בן יהודה']);
  expect([...bestMatches('נורדאו', streets)]).toEqual([]);
});
