import { ABBREVIATIONS, STOPPED_WORDS } from './abbreviation-table.ts';

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
/** A text without a marked or a lone letter has no letter of a day. */
const DAY_LETTER = /[א-וש]['׳’]|(?<![א-ת"'״׳])[א-וש](?![א-ת"'״׳])/;
const DAY_NAMES = 'ראשון שני שלישי רביעי חמישי שישי'.split(' ');
const UNTIL = '(?: ?[-–—־] ?| (?:ו?עד) )';
const WEEKDAYS = new RegExp(
  `(?<![א-ת])([והבלמשכ]{0,2}(?:יום|ימי|ימים)) ([א-וש])(?:['׳’](?![א-ת])|(?=${UNTIL}[א-ו](?![א-ת])|,? (?:ב-?)?\\d))(?:(${UNTIL}|, ?| או | ו-?)([א-וש])['׳’]?)?(?!["'״׳’”]?[א-ת])`,
  'g',
);
/** A range of days without the word for day, except where letters are floors, classes or entrances. */
const DAY_RANGE = new RegExp(
  `(?<![א-ת"'״׳])(?<!(?:כיתה|כיתות|קומה|קומות|כניסה|כניסות|רובע|שלב|שלבים|בניין|בניינים|אגף|סעיף|סעיפים) )([ובלמש]{0,2}?)([א-ו])['׳’]${UNTIL}([א-ו])['׳’](?!["'״׳’”]?[א-ת])`,
  'g',
);
/** A day before its hours: ו' 8-12. */
const DAY_WITH_HOURS =
  /(?<![א-ת"'״׳])(?<!(?:כיתה|קומה|כניסה|רובע|שלב|בניין|אגף|סעיף|דירה) )([ובלמש]{0,2}?)([א-ו])['׳’](?=,? (?:ב-?)?\d{1,2}(?::\d\d| ?[-–—] ?\d))/g;
const NO_LABEL = `(?<![א-ת"'״׳])(?<!(?:כיתה|כיתות|קומה|קומות|כניסה|כניסות|רובע|שלב|בניין|אגף|סעיף|דירה|אפשרות|חלופה|מגרש|דגם) )`;
/** A day before a part of the day: ו' בבוקר. */
const DAY_WITH_PART = new RegExp(
  `${NO_LABEL}([ובלמש]{0,2}?)([א-ו])['׳’](?= (?:בבוקר|בצהריים|בערב|אחר הצהריים|אחה["״]צ)(?![א-ת]))`,
  'g',
);
/** A day at the start of a clause, before a date or an hour: ו' 4.12, ג' ב-10. */
const DAY_AT_START =
  /(?<=^|[,:.!?] )([ובלמש]{0,2}?)([א-ו])['׳’](?= (?:\d{1,2}[./]\d|ב-?\d{1,2}(?![\d.,/]|:\d| ?(?:[₪%$]|אלף|מיליון|אחוז|ש["״]?ח|שקל|דקות))))/g;
/** A choice of two days at the start of a clause: ב' או ד'. */
const DAY_CHOICE =
  /(?<=^|[,:.!?] )([ובלמש]{0,2}?)([א-ו])['׳’] או ([ובלמש]{0,2}?)([א-ו])['׳’](?!["'״׳’”]?[א-ת])/g;
/** A span of days before its hours: א-ה 9-18, בין א׳ ל-ה׳ 9:00-19:00. */
const HOURS_AHEAD = String.raw`(?=:?,? (?:בין )?\d{1,2}(?::\d\d)? ?[-–—] ?\d)`;
const DAYS_WITH_HOURS = new RegExp(
  `${NO_LABEL}([ובלמש]{0,2}?)([א-ו]) ?[-–—] ?([א-ו])${HOURS_AHEAD}`,
  'g',
);
const BETWEEN_DAYS = new RegExp(
  `(?<=(?<![א-ת])בין )([א-ו])['׳’]? ל[-־]?([א-ו])['׳’]?${HOURS_AHEAD}`,
  'g',
);
/** Letters of days in a row behind their noun: ימים א,ג,ה. */
const DAY_LIST =
  /(?<![א-ת])([והבלמש]{0,2}(?:ימי|ימים)) ([א-וש]['׳’]?(?:, ?[א-וש]['׳’]?)+(?: ו-?[א-וש]['׳’]?)?)(?!['׳’"״]?[א-ת])/g;
/** A further day of a list: ימים שני, ד' ו-ה'. */
const NEXT_DAY =
  /(?<=(?<![א-ת])[והבלמש]{0,2}(?:יום|ימים) (?:[א-ת]+, ?)?[א-ת]*(?:ראשון|שני|שלישי|רביעי|חמישי|שישי))(, ?| או | ו-?)([א-ו])['׳’](?!["'״׳’”]?[א-ת])/g;
const NAMED_DAYS =
  /(?<=ראשון|שני|שלישי|רביעי|חמישי) ?[-–—] ?(?=(?:שני|שלישי|רביעי|חמישי|שישי|שבת)(?![א-ת]))/g;
const KIRYAT =
  /(?<![א-ת])([והבלמש]{0,2})ק(?:['׳’]|\.) ?(?=(?:אונו|ביאליק|מוצקין|ים|אתא|שמונה|גת|מלאכי|עקרון|טבעון|חיים|שמואל|ארבע|יובל|ספר|השרון|נורדאו|שרת|חיים|אליעזר|יערים)(?![א-ת]))/g;
const GROUND_FLOOR = /(?<![א-ת])([והבלמש]{0,2})ק['׳’.] ?(?=קרקע)/g;
const FLAT = /(?<![א-ת])([והבלמש]{0,2})דר['׳’.] ?(?=\d)/g;
const FLOOR = /(?<![א-ת])([והבלמש]{0,2})קו?(?:['׳’]\.?|\.) ?(?=-?\d)/g;
const DIRECTIONS = /(\d ?)כ(?:\.|['׳’]) ?(?=אווי?ר)/g;
/** A floor that is written out and in digits behind that: קומה ראשונה (1). */
const FLOOR_TWICE =
  /(קומ[הת] (?:קרקע|ראשונה|שנייה|שניה|שלישית|רביעית|חמישית|שישית|שביעית|שמינית|תשיעית|עשירית)) ?\(-?\d{1,2}\)/g;
const BEDROOMS = /(?<=\d ?)חד?['׳’](?= שינה(?![א-ת]))/g;
/** The word for rooms is cut to one or two letters behind its number. */
const ROOMS = /(?<=[\d½¼¾] ?)(?:חד|ח['׳’]|ח(?=[ ,.]))(?!["'״׳’”]?[א-ת])/g;
const SHEKEL_SIGN = /(?<=(.?))₪(?=(.?))/gu;

/** Returns a text with the trade's abbreviations written out; spoken acronyms (נדל"ן, מע"מ, ממ"ד) stay. */
export function withWholeWords(text: string): string {
  const whole = withWords(text.replace(FLAT, '$1דירה '), WORD, ABBREVIATIONS)
    .replace(STOPPED, (_, prefix, short) => `${prefix}${STOPPED_WORDS.get(short)} `)
    .replace(KIRYAT, '$1קריית ')
    .replace(GROUND_FLOOR, '$1קומת ')
    .replace(FLOOR, '$1קומה ')
    .replace(FLOOR_TWICE, '$1')
    .replace(DIRECTIONS, '$1כיווני ')
    .replace(BEDROOMS, 'חדרי')
    .replace(ROOMS, 'חדרים')
    .replace(NAMED_DAYS, ' עד ');
  return DAY_LETTER.test(whole) ? withDayNames(whole) : whole;
}

/** Returns a text whose days of the week have their names for their letters. */
function withDayNames(text: string): string {
  return text
    .replace(WEEKDAYS, (_, days, first, joint, last) => toDays(days, first, joint, last))
    .replace(
      DAY_LIST,
      (_, days, letters) => `${days.replace(/ימי$/, 'ימים')} ${toDayList(letters)}`,
    )
    .replace(NEXT_DAY, (_, joint, day) => `${joint.replace('-', '')}${dayName(day)}`)
    .replace(BETWEEN_DAYS, (_, first, last) => `${dayName(first)} ל${dayName(last)}`)
    .replace(
      DAYS_WITH_HOURS,
      (_, prefix, first, last) => `${prefix}${dayName(first)} עד ${dayName(last)}`,
    )
    .replace(
      DAY_CHOICE,
      (_, prefix, one, also, other) => `${prefix}${dayName(one)} או ${also}${dayName(other)}`,
    )
    .replace(DAY_AT_START, (_, prefix, day) => `${prefix}${dayName(day)}`)
    .replace(DAY_WITH_PART, (_, prefix, day) => `${prefix}${dayName(day)}`)
    .replace(
      DAY_RANGE,
      (_, prefix, first, last) => `${prefix}${dayName(first)} עד ${dayName(last)}`,
    )
    .replace(DAY_WITH_HOURS, (_, prefix, day) => `${prefix}${dayName(day)}`);
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

function toDays(days: string, first: string, joint?: string, last?: string): string {
  if (!last) return `${days} ${dayName(first)}`;
  const isRange = /^ ?[-–—־]|עד/.test(joint ?? '');
  const between = isRange
    ? ' עד '
    : joint === ' או '
      ? joint
      : /^,/.test(joint ?? '')
        ? ', '
        : ' ו';
  // A list of days takes the plain plural: ימים ראשון עד חמישי.
  return `${days.replace(/ימי$/, 'ימים')} ${dayName(first)}${between}${dayName(last)}`;
}

function toDayList(letters: string): string {
  return letters.replace(/( ו-?|, ?|^)([א-וש])['׳’]?/g, (_, joint: string, letter: string) => {
    const pause = joint.startsWith(',') ? ', ' : joint.replace('-', '');
    return pause + dayName(letter);
  });
}

function dayName(letter: string): string {
  return letter === 'ש' ? 'שבת' : (DAY_NAMES['אבגדהו'.indexOf(letter)] ?? letter);
}
