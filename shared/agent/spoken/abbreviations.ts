import { ABBREVIATIONS, STOPPED_WORDS } from './abbreviation-table.ts';
import { withDayNames } from './day-letters.ts';
import { withTradeForms } from './trade-forms.ts';

const UNITS: ReadonlyMap<string, string> = new Map([
  ['ש"ח', 'שקלים'],
  ['מ"ר', 'מטר רבוע'],
  ['ק"מ', 'קילומטר'],
  ['ס"מ', 'סנטימטר'],
  ['ק"ג', 'קילו'],
]);

const LETTER = String.raw`[א-ת\u0591-\u05C7]`;
const WORD = wholeWords(ABBREVIATIONS);
const UNIT = wholeWords(UNITS);
const STOPPED = new RegExp(
  `(?<!${LETTER}["'״׳”’]?)([והבלמשכ]{0,3}?)(${[...STOPPED_WORDS.keys()].join('|')})\\. ?(?=[א-ת\\d])`,
  'g',
);
const FLAT = /(?<![א-ת])([והבלמש]{0,2})דר['׳’.] ?(?=\d)/g;
const FLOOR = /(?<![א-ת])([והבלמש]{0,2})קו?(?:['׳’]\.?|\.) ?(?=-?\d)/g;
const DIRECTIONS = /(\d ?)כ(?:\.|['׳’]) ?(?=אווי?ר)/g;
/** A floor that is written out and in digits behind that: קומה ראשונה (1). */
const FLOOR_TWICE =
  /(קומ[הת] (?:קרקע|ראשונה|שנייה|שניה|שלישית|רביעית|חמישית|שישית|שביעית|שמינית|תשיעית|עשירית)) ?\(-?\d{1,2}\)|(?<![א-ת])(קומת קרקע) 0(?![\d.,])/g;
/** The word for rooms is cut to one or two letters behind its number. */
const ROOMS = /(?<=[\d½¼¾] ?)(?:חד|ח['׳’]|ח(?=[ ,.]))(?!["'״׳’”]?[א-ת])/g;
const SHEKEL_SIGN = /(?<=(.?))₪(?=(.?))/gu;

/** Returns a text with the trade's abbreviations written out; spoken acronyms (נדל"ן, מע"מ, ממ"ד) stay. */
export function withWholeWords(text: string): string {
  const whole = withWords(withTradeForms(text).replace(FLAT, '$1דירה '), WORD, ABBREVIATIONS)
    .replace(STOPPED, (_, prefix, short) => `${prefix}${STOPPED_WORDS.get(short)} `)
    .replace(FLOOR, '$1קומה ')
    .replace(FLOOR_TWICE, '$1$2')
    .replace(DIRECTIONS, '$1כיווני ')
    .replace(ROOMS, 'חדרים');
  return withDayNames(whole);
}

/** Sums above ten, before the plural of the shekel. */
const SHEKELS =
  /(?<=(?<![א-ת])[והבלמשכ]{0,3}(?:[א-ת]+ עשר|עשרים|שלושים|ארבעים|חמישים|שישים|שבעים|שמונים|תשעים|מאה|מאתיים|(?:שלוש|ארבע|חמש|שש|שבע|שמונה|תשע) מאות|אלף|אלפיים|אלפים|מיליון|מיליארד)(?: ו(?:אחד|שניים|שלושה|ארבעה|חמישה|שישה|שבעה|שמונה|תשעה|עשרה|חצי|רבע))? שקל)ים(?![א-ת]| חדש)/g;

/** Returns a text that has one word for the shekel above ten, as speech has. */
export function withOneShekel(text: string): string {
  return text.includes(' שקלים') ? text.replace(SHEKELS, '') : text;
}

/** Returns a text with units written out that follow no number: המחיר למ"ר. */
export function withWholeUnits(text: string): string {
  return withWords(text, UNIT, UNITS).replace(SHEKEL_SIGN, (_, before, after) => {
    const gap = /[\p{L}\p{M}₪]/u.test(before) ? ' ' : '';
    return `${gap}שקלים${/[\p{L}\p{M}]/u.test(after) ? ' ' : ''}`;
  });
}

function withWords(text: string, found: RegExp, words: ReadonlyMap<string, string>): string {
  return text.replace(found, (_, prefix: string, short: string) => {
    return (
      prefix.replace(/(?<=.)[-־]$/, '') +
      (words.get(short.replace(/[״”]/, '"').replace(/[׳’]/, "'")) ?? short)
    );
  });
}

function wholeWords(words: ReadonlyMap<string, string>): RegExp {
  const alternatives = [...words.keys()]
    .sort((one, other) => other.length - one.length)
    .map((word) => word.replaceAll('.', '\\.').replace('"', '["״”]').replace("'", "['׳’]"));
  return new RegExp(
    `(?<!${LETTER}["'״׳”’]?)([והבלמשכ]{0,3}?[-־]?)(${alternatives.join('|')})(?!["'״׳”’]?${LETTER})`,
    'g',
  );
}
