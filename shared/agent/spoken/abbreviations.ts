const WORDS: ReadonlyMap<string, string> = new Map([
  ["רח'", 'רחוב'],
  ["שד'", 'שדרות'],
  ["שכ'", 'שכונת'],
  ["חד'", 'חדרים'],
  ["יח'", 'יחידות'],
  ["דק'", 'דקות'],
  ["מס'", 'מספר'],
  ["טל'", 'טלפון'],
  ["עמ'", 'עמוד'],
  ["גב'", 'גברת'],
  ["פרופ'", 'פרופסור'],
  ["אדר'", 'אדריכל'],
  ["וכו'", 'וכולי'],
  ["וכד'", 'וכדומה'],
  ['ק"ק', 'קומת קרקע'],
  ['יח"ד', 'יחידות דיור'],
  ['ת"א', 'תל אביב'],
  ['פ"ת', 'פתח תקווה'],
  ['ר"ג', 'רמת גן'],
  ['כ"ס', 'כפר סבא'],
  ['ב"ש', 'באר שבע'],
  ['ראשל"צ', 'ראשון לציון'],
  ['עו"ד', 'עורך דין'],
  ['רו"ח', 'רואה חשבון'],
  ['ד"ר', 'דוקטור'],
  ['בע"מ', 'בעירבון מוגבל'],
  ['ב"ה', 'בעזרת השם'],
  ['ת"ז', 'תעודת זהות'],
  ['ת.ז.', 'תעודת זהות'],
  ['אחה"צ', 'אחר הצהריים'],
  ['לפנה"צ', 'לפני הצהריים'],
  ['סה"כ', 'סך הכול'],
  ['בד"כ', 'בדרך כלל'],
  ['ע"י', 'על ידי'],
  ['ע"ש', 'על שם'],
  ['ע"פ', 'על פי'],
  ['עפ"י', 'על פי'],
  ['כ"כ', 'כל כך'],
  ['ז"א', 'זאת אומרת'],
]);

const UNITS: ReadonlyMap<string, string> = new Map([
  ['ש"ח', 'שקלים'],
  ['מ"ר', 'מטר רבוע'],
  ['ק"מ', 'קילומטר'],
  ['ס"מ', 'סנטימטר'],
]);

const WORD = wholeWords(WORDS);
const UNIT = wholeWords(UNITS);
const DAY_NAMES = 'ראשון שני שלישי רביעי חמישי שישי'.split(' ');
const WEEKDAYS =
  /(?<![א-ת])([והבלמשכ]{0,2}(?:יום|ימי|ימים)) ([א-ו])['׳’](?: ?([-–—־]|עד) ?([א-ו])['׳’])?(?![א-ת])/g;
const SHEKEL_SIGN = /(?<=(.?))₪(?=(.?))/gu;

/** Returns a text with the trade's abbreviations written out; spoken acronyms (נדל"ן, מע"מ, ממ"ד) stay. */
export function withWholeWords(text: string): string {
  return withWords(text, WORD, WORDS).replace(WEEKDAYS, (_, days, first, until, last) =>
    until ? `${days} ${dayName(first)} עד ${dayName(last)}` : `${days} ${dayName(first)}`,
  );
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
    return prefix + (words.get(short.replace(/[״”]/, '"').replace(/[׳’]/, "'")) ?? short);
  });
}

function wholeWords(words: ReadonlyMap<string, string>): RegExp {
  const alternatives = [...words.keys()]
    .sort((one, other) => other.length - one.length)
    .map((word) => word.replaceAll('.', '\\.').replace('"', '["״”]').replace("'", "['׳’]"));
  return new RegExp(
    String.raw`(?<![א-ת\u0591-\u05C7]["'״׳”’]?)([והבלמשכ]{0,3}?)(${alternatives.join('|')})(?!["'״׳”’]?[א-ת\u0591-\u05C7])`,
    'g',
  );
}

function dayName(letter: string): string {
  return DAY_NAMES['אבגדהו'.indexOf(letter)] ?? letter;
}
