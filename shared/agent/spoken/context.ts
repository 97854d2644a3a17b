const LETTERS = String.raw`(?<![א-ת\u0591-\u05C7])[והבלמשכ]{0,3}`;
/** Words between such a word and its number. */
const BETWEEN = `(?: (?:עד|החל|רק|כבר|לפני|אחרי|אולי|שוב|וגם|או|צפוי|צפויה|משוער|משוערת|מתוכנן|מתוכננת))?`;

/** How far back a number’s meaning is looked for, in characters. */
const NEAR_CHARS = 40;

/** Words that a date follows: an entry, an appointment, a day. */
const BEFORE_DATE =
  before(`כניסה גמיש גמישה גמישים גמישות כניסת פנוי פנויה פנויים פנויות פינוי מתפנה תתפנה יתפנה תאריך תאריכים
מחר מחרתיים היום אתמול יום ראשון שני שלישי רביעי חמישי שישי שבת ערב ביקור ביקורים פגישה פגישות סיור
סיורים אכלוס מסירה חתימה חוזה זמין זמינה מועד מועדים נפגשים ניפגש קבענו נקבע נקבעה נקבעו קבוע קבועה
החל תוקף בתוקף שנערך נערך ייערך תיערך יתקיים תתקיים נדחה נדחתה לשבוע הקרוב הקרובה הבא
מאז לקראת סוף אמצע התחלה תחילה תחילת מתחיל מתחילה סיום מסתיים מסתיימת יסתיים תסתיים הפינוי האכלוס המסירה הכניסה`);
/** Words that a date follows unless their clause speaks of a price. */
const BEFORE_DATE_OR_SUM = before('בסביבות סביב בערך אחרי לפני');
/** Words behind which a number with a point or a slash is not a date. */
const BEFORE_NUMBER = before(`שעה שעות השעה השעות ריבית דירוג ציון סעיף פריים גרסה מקדם יחס פי חדרים
שטח גודל גובה רוחב אורך עומק מדד מינוס פלוס קומה קומות פסקה תקן כפול מחיר סכום עמלה תשואה תוספת
תקציב שכירות קנה תקרה הנחה מכפיל ממוצע פרק`);

/** Words of time: a later number in their clause is a date. */
const TIME_WORD = `כניס[א-ת]+|להיכנס|ניכנס|נכנס[א-ת]*|פנוי[א-ת]*|פינוי|[מתינ]תפנ[א-ת]+|תאריך|תאריכים|ביקור[א-ת]*|[פנ]גיש[א-ת]+|נפגש[א-ת]*|ניפגש|להיפגש|סיור[א-ת]*|אכלוס|מסירה|קבענו|נקבעה?|מועד[א-ת]*|[ינמת]סתיי[א-ת]+|עוזב[א-ת]*|נעזוב|[ית]עזוב|נגמר[א-ת]*|[ית]יגמר|לקראת|מאז|יוצא[א-ת]*|יצאו|עוברים|עוברת|עברו|שוכר[א-ת]*|דייר[א-ת]*|תפוס[א-ת]*|נשאר[א-ת]*|מושכר[א-ת]* עד|תוקף(?: ה?הצעה)?|[המתי]תחיל[א-ת]*|נדחת?ה`;
/** Words of price or size: a later number in their clause is a decimal. */
const SUM_WORD = `מחיר[א-ת]*|תקציב[א-ת]*|מבקש[א-ת]*|ביקש[א-ת]*|הציע[א-ת]*|מציע[א-ת]*|הצע[הת]|נמכר[א-ת]*|מכר(?:ו|נו|תי|ה)?|ירדה?|ירדו|יורדת?|עולה|עולים|עלת?ה|עלו|דורש[א-ת]*|דרשו?|שווי|שווה|סכום|עלות|תמורת|קנו|קנינו|נקנת?ה|רכש[א-ת]*|תשואה|דירוג|פרק|מרפסת|מחסן|חצר|גינה|שטח|דירות|נכסים`;
const MEANING = new RegExp(
  `(?<![א-ת])[והבלמשכ]{0,3}?(?:(${TIME_WORD})|(?:${SUM_WORD}))(?![א-ת"״])`,
  'g',
);
const CLAUSE_END = /[,;!?]|\.(?=\s)/;

/** Returns the end of a text that a rule looks at. */
export function nearEnd(text: string): string {
  return text.slice(-NEAR_CHARS);
}

/** Returns whether a text ends in a word behind which a number is a date. */
export function endsBeforeDate(text: string): boolean {
  const near = nearEnd(text);
  return BEFORE_DATE.test(near) || (BEFORE_DATE_OR_SUM.test(near) && meaningOf(text) !== 'sum');
}

/** Returns whether a text ends in a word behind which a number is a measure or an hour. */
export function endsBeforeNumber(text: string): boolean {
  return BEFORE_NUMBER.test(nearEnd(text));
}

/** Returns the sort of the clause's last telling word: a date, a sum or neither. */
export function meaningOf(text: string): 'date' | 'sum' | undefined {
  const clause = text.split(CLAUSE_END).at(-1) ?? '';
  const last = [...clause.matchAll(MEANING)].at(-1);
  if (!last) return undefined;
  return last[1] === undefined ? 'sum' : 'date';
}

/** Returns the last Hebrew word of a text that ends in it, with nothing but a space behind it. */
export function lastWord(text: string): string {
  return /(?<![א-ת])([א-ת]+(?:["'״׳][א-ת]+)*) ?$/.exec(nearEnd(text))?.[1] ?? '';
}

/** Returns the next Hebrew word of a text, behind at most one space. */
export function firstWord(text: string): string {
  return /^ ?([א-ת]+(?:["'״׳][א-ת]+)*)/.exec(text)?.[1] ?? '';
}

function before(words: string): RegExp {
  const alternatives = words.trim().split(/\s+/).join('|');
  return new RegExp(`${LETTERS}(?:${alternatives})(?![א-ת])${BETWEEN}[\\s,:(–—-]*$`);
}
