import { expect, test } from 'vitest';
import { missTold } from './near-texts.ts';

test.for([
  ['another city', 'ברמת גן'],
  ['another house number', 'באותו רחוב'],
  ['price 500 above', '500 שקל יותר ממה שאמרתם'],
  ['half a room less', 'עם חצי חדר פחות'],
  ['neighbourhood לב העיר', 'אבל בשכונת לב העיר'],
  ['floor not known', 'אבל לא כל הפרטים ידועים לי'],
] as const)('a home that misses by "%s" is told with "%s"', ([misses, told]) => {
  expect(missTold({ misses, city: 'רמת גן' })).toBe(told);
});
