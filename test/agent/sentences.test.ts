import { expect, test } from 'vitest';
import { sentences } from '#shared/agent/sentences.ts';

const CASES: readonly (readonly [title: string, text: string, pieces: readonly string[]])[] = [
  [
    'speaks a first clause at once, then whole sentences',
    'אני בודקת עכשיו, דירה להשכרה בתל אביב, קרוב לים ולפארק. כמה חדרים מחפשים?',
    ['אני בודקת עכשיו,', 'דירה להשכרה בתל אביב, קרוב לים ולפארק.', 'כמה חדרים מחפשים?'],
  ],
  [
    'does not speak a word on its own',
    'שלום, אפשר לעזור? יש לנו כאן כל מיני דירות יפות. מה מחפשים?',
    ['שלום, אפשר לעזור?', 'יש לנו כאן כל מיני דירות יפות.', 'מה מחפשים?'],
  ],
  [
    'joins short sentences to their neighbours',
    'רשמתי את הפרטים שלכם. תודה. אחזור אליכם עוד היום. להתראות.',
    ['רשמתי את הפרטים שלכם.', 'תודה. אחזור אליכם עוד היום.', 'להתראות.'],
  ],
  [
    'keeps numbers whole',
    'המחיר הוא 2,450,000 שקל, והגודל 3.5 חדרים ועוד מרפסת. השעה 16:45 נוחה לכם?',
    ['המחיר הוא 2,450,000 שקל,', 'והגודל 3.5 חדרים ועוד מרפסת.', 'השעה 16:45 נוחה לכם?'],
  ],
  [
    'keeps ranges and telephone numbers whole',
    'יש שם בין 3 – 4 חדרים בקומה. המספר שלנו הוא 03, 555, 1234 בשעות הבוקר.',
    ['יש שם בין 3 – 4 חדרים בקומה.', 'המספר שלנו הוא 03, 555, 1234 בשעות הבוקר.'],
  ],
  [
    'does not part a number from the words that say how it is read',
    'הביקור נקבע ליום רביעי, ב-25.11, בשעה 10:00, ליד הבניין. נתראה!',
    ['הביקור נקבע ליום רביעי, ב-25.11,', 'בשעה 10:00, ליד הבניין. נתראה!'],
  ],
  [
    'waits behind a comma for a bracket, a sign or a preposition before a number',
    'יש לנו דירה יפה, (3 חדרים), בהרצל. המחיר המבוקש הוא: ₪7,500 לחודש.',
    ['יש לנו דירה יפה, (3 חדרים),', 'בהרצל. המחיר המבוקש הוא: ₪7,500 לחודש.'],
  ],
  [
    'does not end at the number of a list’s entry',
    'יש לנו שתי אפשרויות בשבילכם. 1. דירת שלושה חדרים בדיזנגוף. 2. דירת גן ברמת גן.',
    ['יש לנו שתי אפשרויות בשבילכם.', '1. דירת שלושה חדרים בדיזנגוף.', '2. דירת גן ברמת גן.'],
  ],
  [
    'knows Hebrew short forms',
    'הדירה ברח\' דיזנגוף 72 של ד"ר כהן. צריך להביא ת.ז. ולהתקשר לטל. של המשרד.',
    ['הדירה ברח\' דיזנגוף 72 של ד"ר כהן.', 'צריך להביא ת.ז. ולהתקשר לטל. של המשרד.'],
  ],
  [
    'does not end at a short form, but at the number of a floor behind one',
    'יש לנו דירה יפה בקומ. 3. עם מרפ. שמש גדולה ועם חנ. בבניין. מתאים?',
    ['יש לנו דירה יפה בקומ. 3.', 'עם מרפ. שמש גדולה ועם חנ. בבניין.', 'מתאים?'],
  ],
  [
    'keeps what stands in brackets whole',
    'דירה בהרצל (id: TA-101) פנויה. מתאים לכם?',
    ['דירה בהרצל (id: TA-101) פנויה.', 'מתאים לכם?'],
  ],
  [
    'keeps an address on the web whole',
    'כל הפרטים נמצאים ב-www.office.co.il כבר היום. נשמח לעזור!',
    ['כל הפרטים נמצאים ב-www.office.co.il כבר היום.', 'נשמח לעזור!'],
  ],
  [
    'ends a piece at a line break',
    'שורה ראשונה ארוכה\nשורה שנייה שהיא ארוכה מאוד גם כן\nסוף',
    ['שורה ראשונה ארוכה', 'שורה שנייה שהיא ארוכה מאוד גם כן', 'סוף'],
  ],
  [
    'takes quotation marks along',
    'הוא אמר "בסדר גמור!" והלך. טוב',
    ['הוא אמר "בסדר גמור!"', 'והלך. טוב'],
  ],
  ['says what has no end at all', 'רגע אחד', ['רגע אחד']],
  [
    'says a line that is over, however short',
    'רגע.\nיש דירה ברחוב הרצל.',
    ['רגע.', 'יש דירה ברחוב הרצל.'],
  ],
  ['says nothing for nothing', ' \n ', []],
];

test.for(CASES)('%s', async ([, text, pieces]) => {
  expect(await Array.fromAsync(sentences(inPieces(text, text.length)))).toEqual(pieces);
  expect(await Array.fromAsync(sentences(inPieces(text, 1)))).toEqual(pieces);
  expect(await Array.fromAsync(sentences(inPieces(text, 4)))).toEqual(pieces);
});

test('cuts a sentence without end at a space, and loses nothing', async () => {
  const text = 'מילה '.repeat(100).trim();
  const pieces = await Array.fromAsync(sentences(inPieces(text, 7)));
  expect(pieces.join(' ')).toBe(text);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(180);
});

test('cuts even a text without spaces', async () => {
  const pieces = await Array.fromAsync(sentences(inPieces('א'.repeat(400), 400)));
  expect(pieces.map(({ length }) => length)).toEqual([180, 180, 40]);
});

test('speaks the first clause before the second is thought', async () => {
  const waiting = (async function* () {
    yield 'אני בודקת עכשיו, ד';
    await new Promise(() => {});
  })();
  const first = await sentences(waiting).next();
  expect(first.value).toBe('אני בודקת עכשיו,');
});

test('stops the thinking when its listener leaves', async () => {
  let stopped = false;
  const endless = (async function* () {
    try {
      while (true) yield 'עוד משפט אחד ארוך מספיק. ';
    } finally {
      stopped = true;
    }
  })();
  for await (const _ of sentences(endless)) break;
  expect(stopped).toBe(true);
});

test('passes on the failure of the thinking', async () => {
  const broken = (async function* () {
    yield 'אני בודקת עכשיו, וא';
    throw new Error('broken');
  })();
  const heard: string[] = [];
  const listening = (async () => {
    for await (const piece of sentences(broken)) heard.push(piece);
  })();
  await expect(listening).rejects.toThrow('broken');
  expect(heard).toEqual(['אני בודקת עכשיו,']);
});

async function* inPieces(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}
