import { toCardinal } from './cardinal.ts';

const NAMES: Readonly<Record<string, string>> = {
  א: 'אלף',
  ב: 'בית',
  ג: 'גימל',
  ד: 'דלת',
  ה: 'הא',
  ו: 'וו',
  ז: 'זין',
  ח: 'חית',
  ט: 'טית',
  י: 'יוד',
  כ: 'כף',
  ל: 'למד',
  מ: 'מם',
  נ: 'נון',
  ס: 'סמך',
  ע: 'עין',
  פ: 'פא',
  צ: 'צדי',
  ק: 'קוף',
  ר: 'ריש',
  ש: 'שין',
  ת: 'תו',
};
const MARKED =
  /(?<!\d ?(?=מ))(?<![א-ת\u0591-\u05C7"'״׳’”])([א-ת])['׳’](?!["'׳״’”]?[א-ת\u0591-\u05C7'׳’])/g;
/** A letter behind a house number: 12א, 112ב'. */
const BEHIND_NUMBER =
  /(?<![\d.,:/])(\d{1,3})(?:([אבגדהו])['׳’]?| ([אבגדהו])['׳’])(?![-־–"'״׳’”]?[א-ת\d\u0591-\u05C7]|[-־–])/g;
/** A part of a house or a town that has a letter without a mark as its name. */
const BARE =
  /(?<=(?<![א-ת])[והבלמש]{0,2}(?:קומה|כניסה|בניין|בלוק|שלב|אגף|רובע|מגרש|חלופה|כיתה|דגם|טיפוס|מגדל) )([אבגדהזחטי])(?![-־–א-ת"'״׳’”\u0591-\u05C7])/g;
const TENS =
  /(?<=(?<![א-ת])[והבלמש]{0,2}(?:קומה|כניסה|בניין|רובע|שכונה|כיתה|כיתות|מגרש|שנת|מתחם) )([יטכ])["״”]([א-ט])(?![א-ת])/g;
const RABBI = /(?<![א-ת"'״׳])([והבלמש]{0,2})ר['׳’] (?=[א-ת]{2})/g;
const THE_NAME = /(?<=(?:בעזרת|ברוך|תודה|חסדי|רצון) ל?)ה['׳’](?![א-ת])/g;

/** Returns a text with letters that stand for themselves under their names: קומה ג' is קומה גימל. */
export function withSpokenLetters(text: string): string {
  return text
    .replace(THE_NAME, 'השם')
    .replace(RABBI, '$1רבי ')
    .replace(TENS, (_, ten, one) => `${NAMES[ten]} ${NAMES[one]}`)
    .replace(
      BEHIND_NUMBER,
      (_, house, near, apart) => `${toCardinal(Number(house), 'feminine')} ${NAMES[near ?? apart]}`,
    )
    .replace(MARKED, (_, letter) => NAMES[letter] ?? letter)
    .replace(BARE, (_, letter) => NAMES[letter] ?? letter);
}
