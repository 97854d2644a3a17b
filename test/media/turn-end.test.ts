import { expect, test } from 'vitest';
import { isDictated, silenceToCommitMs } from '#media-service/conversation/turn-end.ts';

const HOW_MANY = 'כמה חדרים מחפשים?';
const WHEN = 'באיזו שעה נוח לכם?';
const PHONE = 'מה מספר הטלפון שלכם?';

test.each([
  // A complete answer or question.
  ['כן', HOW_MANY, 450],
  ['לא תודה.', HOW_MANY, 450],
  ['שלושה חדרים', HOW_MANY, 450],
  ['3.5', HOW_MANY, 450],
  ['עשר בבוקר', WHEN, 450],
  ['ביום רביעי', WHEN, 450],
  ['כמה זה עולה?', undefined, 450],
  // A sentence may go on.
  ['אני מחפש דירה בתל אביב', undefined, 600],
  ['שלושה חדרים', undefined, 600],
  ['כן', 'רשמתי.', 600],
  [undefined, HOW_MANY, 600],
  // The last word asks for another one.
  ['אני מחפש דירה ו', undefined, 900],
  ['אני מחפש דירה של', undefined, 900],
  ['דירה בתל אביב אבל', HOW_MANY, 900],
  ['אממ', HOW_MANY, 900],
  ['רגע...', HOW_MANY, 900],
  ['שלום', undefined, 900],
  // People read numbers in groups.
  ['054', PHONE, 1_200],
  ['אפס חמש ארבע', PHONE, 1_200],
  ['המספר שלי 054 321', undefined, 1_200],
  [undefined, PHONE, 1_200],
  ['0543217654', PHONE, 450],
])('after %j (asked: %j) a turn is over in %i ms', (text, asked, ms) => {
  expect(silenceToCommitMs(text, asked)).toBe(ms);
});

test.each([
  ['054-321', PHONE, true],
  ['054-3217654', PHONE, false],
  ['לא רוצה', PHONE, false],
  ['עד 7000 שקל', HOW_MANY, false],
  ['שלושה חדרים', HOW_MANY, false],
])('that a number is being read is known: %j (asked: %j) %j', (text, asked, answer) => {
  expect(isDictated(text, asked)).toBe(answer);
});
