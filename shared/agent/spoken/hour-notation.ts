import { lastWord } from './context.ts';
import { isMeasured } from './measures.ts';
import { countedNoun } from './nouns.ts';

const WEEKDAY = `(?<![א-ת])(?:[והבלמש]{0,2}(?:ראשון|שני|שלישי|רביעי|חמישי|שישי|שבת)|[והבלמש]{0,2}(?:ימי חול|היום|מחר|מחרתיים)|[והבלמש]{0,2}ערבי? חג(?:ים)?)`;
const OPEN = `(?<![א-ת])(?:[והבלמש]{0,2}(?:שעות|השעות|פתוח|פתוחה|פתוחים|פתוחות|פעילות|פעילים|קבלה|ביקור|ביקורים|קבלת קהל|זמינים|זמינה|עובדים|מענה|טלפוני))`;
const HOUR = String.raw`(?:[01]?\d|2[0-4])`;
const MINUTE = '[0-5]\\d';
const NOT_INSIDE = String.raw`(?<![\d:.,/+-])`;
const END = String.raw`(?![\d/½°]|[:.,]\d|[-–—־] ?\d)`;
const DASH = ' ?[-–—־] ?';

/** An hour behind its noun: בשעה 17, בשעה 10.30. */
const NAMED = new RegExp(
  `(?<=(?<![א-ת])[ומש]?[בהלמ]{0,2}שעה )(${HOUR})(?:[.:](${MINUTE}))?${END}(?! ?[₪%]| (?:שקל|ש["״]?ח))`,
  'g',
);
/** Two hours behind their noun or a day: בשעות 9-19, שישי 9–13, פתוח 8.30-17.00. */
const NAMED_PAIR = new RegExp(
  `(?<=(?<![א-ת])[והבלמש]{0,2}שע(?:ות(?: [א-ת]+)?|ה):? |(?:${WEEKDAY}|${OPEN})[:,]? (?:מ[-־]?)?)(${HOUR})(?:[.:](${MINUTE}))?(${DASH}| ו?עד | ל[-־]?| ו?עד ה?שעה )(${HOUR})(?:[.:](${MINUTE}))?${END}`,
  'g',
);
/** Two hours between words of a range, the later one after noon: בין 9 ל-19, משעה 16 ועד 19. */
const PAIR = new RegExp(
  `(?<=(?<![א-ת])(?:[ושכ]{0,2}(?:בין (?:השעות )?|מ(?:ה?שעה )?[-־]?)))(${HOUR})(?:[.:](${MINUTE}))?(${DASH}| ו?עד (?:ה?שעה )?| ל[-־]?)(${HOUR})(?:[.:](${MINUTE}))?${END}`,
  'g',
);
/** Two hours with points in both: 10.30-12.00. */
const POINTED_PAIR = new RegExp(
  `${NOT_INSIDE}(${HOUR})\\.(${MINUTE})(${DASH})(${HOUR})\\.(${MINUTE})${END}`,
  'g',
);
/** An hour with a point behind a preposition or a day: ב-17.30, עד 20.00. */
const POINTED = new RegExp(
  `(?<=(?<![א-ת])[ושכ]{0,2}[בלמ][-־]?|(?<![א-ת])(?:[ושכ]{0,2}(?:עד|אחרי|לפני|לקראת|סביב|בסביבות)) |${WEEKDAY},? )(${HOUR})\\.(${MINUTE})${END}`,
  'g',
);
const POINTED_BEFORE_PART = new RegExp(
  `${NOT_INSIDE}(${HOUR})\\.(${MINUTE})(?= (?:בבוקר|בצהריים|בערב|בלילה|אחר הצהריים|אחרי הצהריים|לפני הצהריים))`,
  'g',
);
/** A number that can only be an hour after noon: ב-17, עד 13. */
const LATE = new RegExp(
  `(?<=(?<![א-ת])[ושכ]{0,2}(?:[במ][-־]?|ש[-־]|(?:עד|אחרי|לפני|לקראת|סביב|בסביבות|החל מ[-־]?) (?:ה[-־])?)|(?:${WEEKDAY}|(?<![א-ת])(?:מחר|היום|מחרתיים|קבענו|נקבע)) ל[-־]?)(1[3-9]|2[0-3])([½¼]?)${END}`,
  'g',
);
const MINUTES: Readonly<Record<string, string>> = { '½': '30', '¼': '15', '': '00' };
const DASHED = /\d ?[-–—־] ?\d/;
/** Words before hours that somebody has. */
const FREE = `(?<![א-ת])(?:פנוי|פנויה|פנויים|פנויות|זמין|זמינה|זמינים|אפשר|נוח|נוחה|מתאים|מתאימה|לבוא|להגיע|ביקור|ביקורים|סיור|פגישה)(?: (?:לי|לכם|לנו|לך|גם|רק))?:? `;
const AFTER_HOURS = String.raw`\d\d:\d\d(?:, | וגם | או | (?=ו[-־]?\d))|שעות [א-ת]+(?: [א-ת]+)?, `;
/** Earlier pairs of the same row. */
const PAIRS_BEFORE = String.raw`(?:${HOUR}${DASH}${HOUR}(?:, | או | (?=ו[-־]?\d))){0,3}`;
/** Two whole hours that stand alone, or where somebody is free: 16-18, פנויים ב-10-12. */
const FREE_PAIR = new RegExp(
  `(?<=(?:^|${FREE}|${AFTER_HOURS})${PAIRS_BEFORE})([בו][-־]?)?(${HOUR})(${DASH})(${HOUR})${END}(?=$|[.,;!?)]| (?:או |ו[-־]?)${HOUR}${DASH}\\d)`,
  'g',
);
/** A slash between two hours is a choice. */
const CHOICE = /(?<=\d:\d\d) ?\/ ?(?=\d{1,2}:\d\d)/g;
const NEXT_NUMBER = /^ (?:[לו][-־]?|עד |או )\d+/;
/** Words behind which a number after a preposition is an amount, an age or a place. */
const BEFORE_AMOUNT =
  /^(?:[הבלמו]?(?:על[הו]|עולה|עולים|ירדה?|ירדו|יורד|התייקרה?|התייקרו|הוזלה?|הוזלו|הנחה|ירידה|עלייה|נמכרה?|נמכרו|מכרנו|מוכרים|קנו|קנינו|תמורת|קומה|קומות|גיל|גילאי|סעיף|עמוד|פרק|דירה|דירות|בית|בניין|רחוב|סכום|ריבית|אוטובוס|קו|נכס|חדר|מספר|כמות|לחודש|לשנה|מושכרת?|להשכרה|מחיר|שקל|שקלים))$/;

/** Returns a text whose hours are written with a colon, so that one rule reads them all. */
export function withPlainHours(text: string): string {
  const hours = text
    .replace(CHOICE, ' או ')
    .replace(NAMED_PAIR, (match, ...found) => (isFree(match, found) ? toPair(found) : match))
    .replace(PAIR, (match, ...found) => (isHourPair(match, found) ? toPair(found) : match))
    .replace(NAMED, (_, hour, minute = '00') => `${hour}:${minute}`)
    .replace(POINTED_PAIR, (match, ...found) => (isFree(match, found) ? toPair(found) : match))
    .replace(POINTED_BEFORE_PART, '$1:$2')
    .replace(POINTED, (match, ...found) =>
      isPointedHour(match, found) ? `${found[0]}:${found[1]}` : match,
    )
    .replace(LATE, (match, ...found) =>
      isLateHour(match, found) ? `${found[0]}:${MINUTES[String(found[1])]}` : match,
    );
  if (!DASHED.test(hours)) return hours;
  return hours.replace(FREE_PAIR, (match, ...found) =>
    isFreePair(found) ? toFreePair(found) : match,
  );
}

function toPair([hour, minute = '00', joint, last, lastMinute = '00']: unknown[]): string {
  return `${hour}:${minute}${joint}${last}:${lastMinute}`;
}

/** Ascending hours of a working day are a span of time; between one and five they may be rooms. */
function isFreePair([, first, , last]: unknown[]): boolean {
  return Number(first) < Number(last) && Number(first) > 6 && Number(last) < 23;
}

function toFreePair([prefix = '', first, joint, last]: unknown[]): string {
  return `${prefix}${first}:00${joint}${last}:00`;
}

function isFree(match: string, found: readonly unknown[]): boolean {
  const { behind } = aroundOf(match, found);
  return !isAmountAhead(behind);
}

/** A pair is hours where it reaches into the afternoon, or where the noun before it says so. */
function isHourPair(match: string, found: readonly unknown[]): boolean {
  const [first, minute, , last, lastMinute] = found as string[];
  const { before, behind } = aroundOf(match, found);
  if (isAmountAhead(behind)) return false;
  if (/ה?שעה? ?$|השעות $/.test(before)) return true;
  if (minute !== undefined && lastMinute !== undefined) return true;
  if (minute !== undefined || lastMinute !== undefined)
    return Number(last) > 12 && lastMinute !== undefined;
  return Number(last) > 12 && Number(first) < Number(last) && Number(first) > 5;
}

/** A pointed number is an hour after nine, or where its minutes end a quarter. */
function isPointedHour(match: string, found: readonly unknown[]): boolean {
  const [hour = '', minute] = found as string[];
  const { before, behind } = aroundOf(match, found);
  if (isAmountAhead(behind) || BEFORE_AMOUNT.test(lastWord(before.replace(/[א-ת]{1,3}[-־]?$/, ''))))
    return false;
  return hour.length === 2 || (Number(hour) > 6 && /^(?:[03]0|15|45)$/.test(minute ?? ''));
}

function isLateHour(match: string, found: readonly unknown[]): boolean {
  const { before, behind } = aroundOf(match, found);
  if (isAmountAhead(behind)) return false;
  const next = NEXT_NUMBER.exec(behind);
  if (next && isAmountAhead(behind.slice(next[0].length))) return false;
  if (/\d ?(?:עד|או) $/.test(before)) return false;
  const words = before.replace(/(?<![א-ת])(?:[ושכ]{0,2}[בלמ][-־]?|[א-ת]+ (?:ה[-־])?)$/, '');
  return !BEFORE_AMOUNT.test(lastWord(words));
}

/** Returns whether a text begins with something that a number counts, or with a part of a date. */
function isAmountAhead(behind: string): boolean {
  if (isMeasured(behind)) return true;
  const word = /^ ?([א-ת]+(?:["'״׳][א-ת]+)?)/.exec(behind)?.[1];
  if (word === undefined) return /^ ?[+×*%₪$€]/.test(behind);
  return (
    /^(?:ב?(?:ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר)|[לב]חודש|הקרוב|הבא|וחצי|אנשים|איש)$/.test(
      word,
    ) ||
    countedNoun(word) !== undefined ||
    (/[א-ת]{2}י$/.test(word) &&
      /^ ?[א-ת]+ [א-ת]/.test(behind) &&
      !/^ ?(?:אולי|לפני|אחרי|כדי|די|אצלי|איתי|שלי|לי|אני|מתי)/.test(behind))
  );
}

function aroundOf(match: string, found: readonly unknown[]) {
  const [at, whole] = [Number(found.at(-2)), String(found.at(-1))];
  return { before: whole.slice(0, at), behind: whole.slice(at + match.length) };
}
