import { AMOUNT } from './amount.ts';
import type { Gender } from './cardinal.ts';
import {
  constructNoun,
  countedNoun,
  isRarelyCounted,
  type Noun,
  nounOf,
  singularGender,
} from './nouns.ts';
import type { Numbers } from './numbers.ts';
import { endsInStreet } from './streets.ts';
import { UNIT_BEHIND } from './units.ts';

/** The noun behind a number, and the index behind that noun. */
export interface Ahead {
  readonly noun: Noun;
  readonly word: string;
  readonly end: number;
}

/** Matches thousands or millions behind a number; the source of a regular expression. */
export const SCALE = `(?: ?(אלפים|אלף|מיליונים|מיליון|מיליארד|מ['׳’](?= ?(?:₪|ש["״”]?ח)))(?!["'״׳”’]?[א-ת]))`;

const WORD_AHEAD = /[ \u00A0]?([א-ת]+(?:['"׳״][א-ת]+)?)(?![\u0591-\u05C7])/y;
/** Joins two numbers that count the same noun: בין 3 ל-4 חדרים, 85 ועוד 12 מטר. */
const NUMBER_AHEAD = new RegExp(
  `(?: (?:(?:או|ו?עד|ועוד|על) (?:ה[-־]?)?|[לו][-־]?)|(, ?))${AMOUNT}(?: ?[-–—־] ?${AMOUNT})?(${SCALE}|(?: ?${UNIT_BEHIND}))?`,
  'uy',
);
/** A word behind a number of metres, which leaves out its noun: 95 ברוטו. */
const OF_METRES = /^ (?:נטו|ברוטו|בנוי|בנויים)(?![א-ת])/;

/** Words that form a compound with a noun and stay beside it: חדר שינה אחד. */
const COMPOUND =
  /(?: (?:שינה|רחצה|ספר|מרקחת|כנסת|קפה|אחסון|אמבטיה|עבודה|שירותים|ילדים|הורים|חניה|חנייה|מגורים|דיור|שמש|אורחים|סוס|נופש|אירוח|סוכה|ארונות|כביסה|אוכל|משפחה|ישיבות|משפחתי))?/y;

const SECOND_WORD = /(?: [א-ת]+(?![א-ת"״'׳]))?/y;

/** The longest phrase that is looked at behind a number. */
const CONSTRUCT_CHARS = 30;

/** Words that never follow the number one as its noun. */
const NEVER_COUNTED =
  /^(?:[לו][א-ת]+|ב(?!רז|לון|קבוק|ריכה|לוק|יטול|ירור|עיה|דיקה|קשה|יטוח|ן$|ת$)[א-ת]+|מה[א-ת]*|מתוך|מבין|מאלה|מול|כולל|כמו|כי|כאן|כבר|כמובן|ש(?:יש|ל|לי|לנו|לכם|נמצא|נמצאת|מתאים|מתאימה|נשאר|נשארה)|או|עד|של|את|על|עם|אל|כל|לא|כן|זה|זו|נוסף|נוספת|יותר|פחות|בלבד|אחרי|קרוב|קרובה|ליד|אחרון|אחרונה|ראשון|ראשונה|גדול|גדולה|קטן|קטנה|זוגי|יחיד|יחידה|טוב|נקודה|אלף|אלפים|מיליון|מיליארד|אפשר|יש|אין|פינת|פינה|מול|תל|רמת|פתח|הוד|חיפה|חולון|נתניה|אשדוד|אשקלון|גבעתיים|הרצליה|יפו|אילת|אזור|צפת|עכו|עפולה|כרמיאל|נהריה|רעננה|קריית|גבעת|ראש|נס|יהוד|אור|תקציב|היא|הוא|הם|הן|אני|אנחנו|גם|רק|כבר|אז|כי|אם|פלוס|כפול|חלקי|חצי|ינואר|פברואר|מרץ|אפריל|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר)$/;
/** The words behind which a number begins to count; behind another word it may be a house. */
const STARTS_COUNT =
  /(?:^|[.,:;!?–—(-]|(?<![א-ת])[וש]?(?:יש|אין|יהיה|תהיה|היה|הייתה|רק|עוד|עם|כולל|לנו|לכם|לי|לך|לו|לה|להם|לפחות|בדיוק|נשאר|נשארה|נותר|נותרה|מצאתי|מחפש|מחפשת|מחפשים|צריך|צריכה|צריכים|רוצה|רוצים|ועוד|פלוס|של|על|או|את|זה|קיבלתי|קיבלנו|ראיתי|ראינו|שלחתי|שלחנו|קבענו|קבעתי|שלח|שלחה|השאיר|השאירה|מקבל|מקבלים|מקבלת|מציע|מציעים|בתוך|מתוך|אחרי|לפני|כבר|הוא|היא|ו|ב|ל)|(?<![א-ת])[א-ת]{3,}(?:תי|נו|תם)) ?$/;

/** The longest list of alternatives that is scanned. */
const MAX_NUMBERS_AHEAD = 3;

/** The words before a number, as they are said, and the letters that are joined to it. */
type Behind = { readonly spoken: string; readonly prefix: string | undefined };

/** Returns the noun that a number counts, found in the word behind the number. */
export function nounAhead(
  text: string,
  at: number,
  numbers: Numbers,
  { spoken, prefix }: Behind,
): Ahead | undefined {
  WORD_AHEAD.lastIndex = at;
  const [whole = '', word = ''] = WORD_AHEAD.exec(text) ?? [];
  if (word === '') return undefined;
  const noun = countedNoun(word) ?? constructAt(text, at + whole.length - word.length);
  if (!noun) return undefined;
  const end = at + whole.length;
  // A number below two counts a singular noun, unless that noun has its own number: הרצל 1 דירה 4.
  const isOne = numbers.first.whole < 2 && !/^ \d/.test(text.slice(end, end + 2));
  const isRare = isRarelyCounted(word);
  if (isRare && !startsCount(spoken, prefix)) return undefined;
  if (!noun.isCounted && !isRare && !isOne) return undefined;
  const mayBePlace = noun.singular === '' || noun.singular === word || word === 'רחובות';
  return mayBePlace && endsInStreet(spoken) ? undefined : { noun, word, end };
}

/** Returns the unknown noun of a single thing: 1 סיור; undefined if it may be a place. */
export function singleAhead(
  text: string,
  at: number,
  spoken: string,
  prefix?: string,
): Ahead | undefined {
  WORD_AHEAD.lastIndex = at;
  const [whole = '', word = ''] = WORD_AHEAD.exec(text) ?? [];
  if (
    word.length < 2 ||
    /["'״׳”’]/.test(text[at + whole.length] ?? '') ||
    NEVER_COUNTED.test(word) ||
    !startsCount(spoken, prefix)
  )
    return undefined;
  const noun = { gender: singularGender(word), singular: word, isCounted: false };
  return { noun, word, end: at + whole.length };
}

/** A number begins to count behind "and" as well: 3 נשים ו-1 גבר. */
function startsCount(spoken: string, prefix: string | undefined): boolean {
  return /^ו/.test(prefix ?? '') || STARTS_COUNT.test(spoken.slice(-20));
}

/** The numbers behind a number that count with it, with their noun or thousands. */
export interface Row {
  readonly gender: Gender | undefined;
  readonly scale: string | undefined;
}

/** Returns the gender and the thousands that the next numbers share; only a list goes on over commas. */
export function rowAhead(text: string, at: number, isList: boolean): Row {
  if (OF_METRES.test(text.slice(at, at + 12))) return { gender: 'masculine', scale: undefined };
  let end = at;
  for (let step = 0; step < MAX_NUMBERS_AHEAD; step++) {
    NUMBER_AHEAD.lastIndex = end;
    const match = NUMBER_AHEAD.exec(text);
    if (!match || (match[1] !== undefined && !isList)) break;
    if (match[2] !== undefined) return { gender: 'masculine', scale: match[3] };
    end += match[0].length;
    WORD_AHEAD.lastIndex = end;
    const [whole = '', word = ''] = WORD_AHEAD.exec(text) ?? [];
    const noun = word
      ? (countedNoun(word) ?? constructAt(text, end + whole.length - word.length))
      : undefined;
    if (noun?.isCounted) return { gender: noun.gender, scale: undefined };
  }
  return { gender: undefined, scale: undefined };
}

function constructAt(text: string, at: number): Noun | undefined {
  return constructNoun(text.slice(at, at + CONSTRUCT_CHARS));
}

/** Puts the number one behind a whole compound noun: חדר שינה אחד. */
export function withCompound(
  text: string,
  { noun, end }: Ahead,
  counted: string,
): [string, number] {
  const { singular } = noun;
  // A singular in construct state has its second word beside it: דירת גן אחת.
  const isConstruct = /ת$/.test(singular) && nounOf(`${singular.slice(0, -1)}ה`) !== undefined;
  const pattern = isConstruct ? SECOND_WORD : COMPOUND;
  pattern.lastIndex = end;
  const name = pattern.exec(text)?.[0] ?? '';
  if (name === '' || !counted.startsWith(`${singular} `)) return [counted, end];
  return [singular + name + counted.slice(singular.length), end + name.length];
}
