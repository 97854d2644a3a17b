import { toCardinal } from './cardinal.ts';
import { nounOf, singularGender } from './nouns.ts';
import { toOrdinal } from './ordinals.ts';

const FIRST = /^\s*\(?([1-9]\d?)[.)] (?=["״”]*(?:([א-ת]+)|\d))/;
/** The full stop of a short form begins no entry: קומ. 3. */
const NEXT =
  /(?<=[.!?:,;]\s+)(?<!(?<![א-ת])[והבלמש]{0,2}(?:קומ?|דר?|מס|רח|כנ|בנ|חנ|מרפ|חד?|דק|יח|עמ|טל)\.\s+)\(?([1-9]\d?)[.)] (?=["״”]*([א-ת]+))/g;
/** A number inside a line that may begin its next entry: 1) דירה בהרצל 2) דירה בדיזנגוף. */
const INSIDE = /(?<=(\S+)) \(?([1-9]\d?)([.)]) (?=["״”]*([א-ת]+))/g;
/** Nouns whose number stands behind them: קומה 2. */
const NUMBERED =
  /^[והבלמש]{0,3}(?:קומה|דירה|כניסה|בניין|מספר|בית|שלב|אגף|בלוק|מגרש|חלקה|גוש|כביש|קו|עמוד|סעיף|פרק|כיתה|שער|חניה|חנייה|מחסן|רחוב|שעה)$/;
/** The letters of a list: א) דירה בהרצל ב) דירה בדיזנגוף. */
const LETTERS = 'אבגדהו';
const FIRST_LETTER = /^\s*\(?א([.)]) ([א-ת]{2,})/;
const LETTER = /(^\s*|[.,;:]? )\(?([א-ו])[.)] (?=[א-ת]{2})/g;
const FEWEST_ENTRIES = 2;

/** Returns a text whose numbered list is said with ordinals: הראשונה: דירת שלושה חדרים. */
export function withSpokenListNumber(text: string): string {
  return withEntriesInside(withLetterEntries(text)).replace(FIRST, toPlace).replace(NEXT, toPlace);
}

/** Parts the entries of one line by pauses, as long as their numbers go up by one. */
function withEntriesInside(text: string): string {
  const first = FIRST.exec(text)?.[1];
  if (first === undefined) return text;
  let last = Number(first);
  return text.replace(INSIDE, (match, before: string, digits: string, mark: string) => {
    if (Number(digits) !== last + 1) return match;
    if (mark === '.' && NUMBERED.test(before)) return match;
    last += 1;
    return `${/[.,;:!?]$/.test(before) ? '' : ','} ${digits}${mark} `;
  });
}

/** Numbers the entries of a list that has letters. A letter alone is the first of a name: א. כהן. */
function withLetterEntries(text: string): string {
  const [, mark, word = ''] = FIRST_LETTER.exec(text) ?? [];
  if (!mark || (mark === '.' && !nounOf(word))) return text;
  const letters = [...text.matchAll(LETTER)].map(([, , letter = '']) => letter).join('');
  if (letters.length < FEWEST_ENTRIES || !LETTERS.startsWith(letters)) return text;
  return text.replace(LETTER, (_, before: string, letter: string, at: number) => {
    const pause = at === 0 ? '' : `${before.trim() || ','} `;
    return `${pause}${LETTERS.indexOf(letter) + 1}. `;
  });
}

function toPlace(_: string, digits: string, word = ''): string {
  const number = Number(digits);
  const ordinal = toOrdinal(number, word ? singularGender(word) : 'feminine');
  return ordinal ? `ה${ordinal}: ` : `מספר ${toCardinal(number, 'feminine')}: `;
}
