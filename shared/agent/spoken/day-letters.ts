/** A text without a marked or a lone letter has no letter of a day. */
const DAY_LETTER = /[א-וש]['׳’]|(?<![א-ת"'״׳])[א-וש](?![א-ת"'״׳])/;
const DAY_NAMES = 'ראשון שני שלישי רביעי חמישי שישי'.split(' ');
const UNTIL = '(?: ?[-–—־] ?| (?:ו?עד) )';
/** A letter before a hyphen is the preposition of what follows: יום א', ב-10. */
const NO_PREFIX = String.raw`(?![-־–] ?[\dא-ת])`;
const WEEKDAYS = new RegExp(
  `(?<![א-ת])([והבלמשכ]{0,2}(?:יום|ימי|ימים)) ([א-וש])(?:['׳’](?![א-ת])|(?=${UNTIL}[א-ו](?![א-ת])|,? (?:ב-?)?\\d))(?:(${UNTIL}|,? ו-?|, ?| או )([א-וש])(?:['׳’]|${NO_PREFIX}))?(?!["'״׳’”]?[א-ת])`,
  'g',
);
/** A range of days without the word for day, except where letters are floors, classes or entrances. */
const DAY_RANGE = new RegExp(
  `(?<![א-ת"'״׳])(?<!(?:כיתה|כיתות|קומה|קומות|כניסה|כניסות|רובע|שלב|שלבים|בניין|בניינים|אגף|סעיף|סעיפים) )([ובלמש]{0,2}?)([א-ו])['׳’]${UNTIL}([א-ו])['׳’](?!["'״׳’”]?[א-ת])`,
  'g',
);
/** A day before its hours: ו' 8-12. */
const DAY_WITH_HOURS =
  /(?<![א-ת"'״׳])(?<!(?:כיתה|קומה|כניסה|רובע|שלב|בניין|אגף|סעיף|דירה) )(ו-|[ובלמש]{0,2}?)([א-ו])['׳’](?=,? (?:ב-?)?\d{1,2}(?::\d\d| ?[-–—] ?\d)| עד (?:ה?שעה )?\d{1,2}(?=$|[,.;!?)]|:\d\d)| וערבי? חג(?:ים)?(?![א-ת]))/g;
const NO_LABEL = `(?<![א-ת"'״׳])(?<!(?:כיתה|כיתות|קומה|קומות|כניסה|כניסות|רובע|שלב|בניין|אגף|סעיף|דירה|אפשרות|חלופה|מגרש|דגם) )`;
/** A day before a part of the day: ו' בבוקר. */
const DAY_WITH_PART = new RegExp(
  `${NO_LABEL}([ובלמש]{0,2}?)([א-ו])['׳’](?= (?:בבוקר|בצהריים|בערב|אחר הצהריים|אחה["״]צ)(?![א-ת]))`,
  'g',
);
/** A day at the start of a clause, before a date or an hour: ו' 4.12, ג' ב-10. */
const DAY_AT_START =
  /(?<=^|[,:.!?] |\d או )([ובלמש]{0,2}?)([א-ו])['׳’](?=,? (?:(?:ה-?)?\d{1,2}[./]\d|ב-?\d{1,2}(?!\d|[.,/]\d|:\d| ?(?:[₪%$]|אלף|מיליון|אחוז|ש["״]?ח|שקל|דקות))))/g;
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
  /(?<![א-ת])([והבלמש]{0,2}(?:ימי|ימים)) ([א-וש]['׳’]?(?:, ?[א-וש]['׳’]?)+(?: ו-?[א-וש]['׳’]?)?)(?!['׳’"״]?[א-ת]|[-־–] ?[\dא-ת])/g;
/** A further day of a list: ימים שני, ד' ו-ה'. */
const NEXT_DAY =
  /(?<=(?<![א-ת])[והבלמש]{0,2}(?:יום|ימים) (?:[א-ת]+, ?)?[א-ת]*(?:ראשון|שני|שלישי|רביעי|חמישי|שישי))(,? ו-?|, ?| או )([א-ו])['׳’](?!["'״׳’”]?[א-ת])/g;
/** Days in a row at the start of a clause, before their hours: א', ג', ה' 16-20. */
const DAY_ROW =
  /(?<=^|[.:!?] )[א-ו]['׳’](?:, ?[א-ו]['׳’])*(?:,? ו-?[א-ו]['׳’]|, ?[א-ו]['׳’])(?=,? (?:(?:בין )?\d{1,2}(?::\d\d)? ?[-–—] ?\d|(?:אחרי|לפני|עד|מ-?|ב-?)(?:השעה )? ?\d{1,2}(?![\d.,/])|ב(?:בוקר|ערב|צהריים)|אחר הצהריים))/g;
const STOPPED_DAY = /(?<=(?<![א-ת])[והבלמש]{0,2}יום [א-ו])\.(?= ?(?:ב-?)?\d)/g;
const NAMED_DAYS =
  /(?<=ראשון|שני|שלישי|רביעי|חמישי) ?[-–—] ?(?=(?:שני|שלישי|רביעי|חמישי|שישי|שבת)(?![א-ת]))/g;

/** Returns a text whose days of the week have their names for their letters. */
export function withDayNames(text: string): string {
  const named = text.replace(NAMED_DAYS, ' עד ').replace(STOPPED_DAY, "'");
  if (!DAY_LETTER.test(named)) return named;
  return named
    .replace(WEEKDAYS, (_, days, first, joint, last) => toDays(days, first, joint, last))
    .replace(
      DAY_LIST,
      (_, days, letters) => `${days.replace(/ימי$/, 'ימים')} ${toDayList(letters)}`,
    )
    .replace(DAY_ROW, (letters) => toDayList(letters))
    .replace(
      NEXT_DAY,
      (_, joint, day) => `${joint.replace(/,? ו-?/, ' ו').replace(/^,$/, ', ')}${dayName(day)}`,
    )
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
    .replace(DAY_WITH_HOURS, (_, prefix, day) => `${prefix.replace('-', '')}${dayName(day)}`);
}

function toDays(days: string, first: string, joint?: string, last?: string): string {
  if (!last) return `${days} ${dayName(first)}`;
  const isRange = /^ ?[-–—־]|עד/.test(joint ?? '');
  const between = isRange
    ? ' עד '
    : joint === ' או '
      ? joint
      : /^, ?$/.test(joint ?? '')
        ? ', '
        : ' ו';
  // A list of days takes the plain plural: ימים ראשון עד חמישי.
  return `${days.replace(/ימי$/, 'ימים')} ${dayName(first)}${between}${dayName(last)}`;
}

function toDayList(letters: string): string {
  return letters.replace(/(,? ו-?|, ?|^)([א-וש])['׳’]?/g, (_, joint: string, letter: string) => {
    const pause = /ו/.test(joint) ? ' ו' : joint && ', ';
    return pause + dayName(letter);
  });
}

function dayName(letter: string): string {
  return letter === 'ש' ? 'שבת' : (DAY_NAMES['אבגדהו'.indexOf(letter)] ?? letter);
}
