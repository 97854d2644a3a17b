import { DAY, MONTH, toDate, toMonth } from './calendar.ts';
import { toCardinal, toCount } from './cardinal.ts';
import { endsBeforeDate, endsBeforeNumber, firstWord, lastWord, meaningOf } from './context.ts';
import { isMeasured } from './measures.ts';
import { countedNoun } from './nouns.ts';
import { toOrdinal } from './ordinals.ts';
import { PREFIX, withPrefix } from './prefix.ts';
import { endsInStreet } from './streets.ts';

const SLASHED = new RegExp(
  String.raw`(?<![\d.,/:-])${PREFIX}(\d{1,3})\/(\d{1,3})(?![\d/½]|[.,:-]\d)`,
  'g',
);
const DATE = new RegExp(`^${DAY}/${MONTH}$`);
/** The hours of a day and the days of a week: open always. */
const AROUND_THE_CLOCK = /^24\/[5-7]$/;
const SHARED = /(?<![א-ת])[הבלמ]?(?:מימון|יחס|חלוקה|משכנתא|חלוקת|מחולק|מחולקים|בין)[:,]? ?$/;
const BEFORE_FLAT_NUMBER = /(?<![א-ת])[והבלמש]?(?:דירה|בית|בניין|כניסה|מספר|מס['׳’]) ?$/;
/** Words of plots, plans and places whose number is never a date. */
const BEFORE_PLOT =
  /(?<![א-ת])[והבלמש]{0,2}(?:חלקה|חלקות|גוש|מגרש|בלוק|דירה|חנייה|חניה|מחסן|תיק|תוכנית|תכנית|תב["״]ע|תמ["״]א)(?: מספר)?:? ?$/;
/** Words of a mark that is given out of a whole: ציון 9/10. */
const RATED = /(?<![א-ת])[והבלמש]{0,2}(?:דירוג|ציון)(?: של)?:? ?$/;
/** The largest denominator that people say as a part; a larger one is a month. */
const MAX_PARTS = 5;

/** A month of a year, behind a word of time or with a zero before it: סוף 12/26, 01/27. */
const MONTH_OF_YEAR = new RegExp(
  String.raw`(?<![\d.,/:-])(?:(?<=(?<![א-ת])[והבלמ]{0,2}(?:סוף|תחילת|אמצע|עד|מאז|כניסה|פינוי|חודש|אכלוס|מסירה):? )|(?<![א-ת])([ו]?[במל][-־])|(?=0))${MONTH}\/(2[4-9]|3\d)(?![\d/½]|[.,:-]\d)`,
  'g',
);

/** Numbers with halves or thousands between slashes are a choice: 2.5/3 חדרים, 6,500/7,000 ₪. */
const CHOICE = /(?<![\d.,/:-])\d+(?:[.,]\d+)*(?:\/\d+(?:[.,]\d+)*)+(?![\d/]|[.,:-]\d)/g;
const PARTED = /(?:^|\/)(?:\d{1,2}\.5|\d{1,3}(?:,\d{3})+)(?:\/|$)/;

/** Returns a text with slashed numbers in words: a date, a part, a house with its flat, or a pair. */
export function withSpokenSlashes(text: string): string {
  if (!text.includes('/')) return text;
  const halves = text.replace(CHOICE, (choice) =>
    PARTED.test(choice) ? choice.replaceAll('/', ' או ') : choice,
  );
  const months = halves.replace(MONTH_OF_YEAR, (_, prefix, month, year) =>
    withPrefix(prefix, toMonth(month, year)),
  );
  return months.replace(SLASHED, (match, prefix, first, second, at, whole) => {
    const [before, behind] = [whole.slice(0, at), whole.slice(at + match.length)];
    return withPrefix(prefix, toWords({ prefix, first, second, before, behind }));
  });
}

type Slashed = {
  readonly prefix: string | undefined;
  readonly first: string;
  readonly second: string;
  readonly before: string;
  readonly behind: string;
};

function toWords({ prefix, first, second, before, behind }: Slashed): string {
  const written = `${first}/${second}`;
  const [one, two] = [Number(first), Number(second)];
  const isDate = DATE.test(written) && !endsBeforeNumber(before);
  const mayBeDate = isDate && (prefix !== undefined || isInTime(before, behind));
  const isPart = one < two && (two <= MAX_PARTS || (two <= 10 && /^ ?מ[א-ת]/.test(behind)));
  if (countsSeveral(behind)) {
    return isPart && /^ ?[%₪$€]/.test(behind) ? toPart(one, two, true) : `${first}, ${second}`;
  }
  if (isPart && countedNoun(firstWord(behind)) && !/^ ?[א-ת]+ \d/.test(behind))
    return toPart(one, two, true);
  if (prefix === undefined && BEFORE_PLOT.test(before)) return toPair(one, two);
  if (prefix === undefined && RATED.test(before)) return toOutOf(one, two);
  const isOpen =
    AROUND_THE_CLOCK.test(written) &&
    !endsBeforeDate(before) &&
    (prefix === undefined || two === 7);
  if (mayBeDate && !isOpen) return toDate('', first, second);
  if (isOpen) return toPair(one, two);
  if (written === '7/7') return 'שבעה ימים בשבוע';
  if (endsInStreet(before)) return toFlat(one, two);
  if (isPart) return toPart(one, two, countedNoun(firstWord(behind)) !== undefined);
  if (SHARED.test(before) || one + two === 100) return toPair(one, two);
  if (isDate) return toDate('', first, second);
  if (BEFORE_FLAT_NUMBER.test(before)) return toPair(one, two);
  return lastWord(before) ? toFlat(one, two) : toPair(one, two);
}

/** Returns whether a slashed number stands behind a word of time and names a day. */
function isInTime(before: string, behind: string): boolean {
  if (endsBeforeDate(before)) return true;
  if (isMeasured(behind) || /^ ?מ[א-ת]/.test(behind)) return false;
  if (/(?<![א-ת])ו?עד $/.test(before)) return true;
  if (/(?<![א-ת])בין $/.test(before)) return /^ ל[-־]?\d{1,2}\/\d/.test(behind);
  return meaningOf(before) === 'date';
}

/** Returns whether a plural or a unit follows, so that the slash divides two quantities. */
function countsSeveral(behind: string): boolean {
  const noun = countedNoun(firstWord(behind));
  if (noun) return noun.isCounted && noun.singular !== firstWord(behind);
  return isMeasured(behind) && !/^ ?(?:מיליון|מיליארד|אלף|דונם|אחוז)/.test(behind);
}

function toPart(count: number, parts: number, isBeforeNoun: boolean): string {
  if (parts === 2) return 'חצי';
  if (parts === 3) return count === 1 ? 'שליש' : 'שני שליש';
  if (parts === 4)
    return count === 1 ? 'רבע' : count === 2 ? 'חצי' : isBeforeNoun ? 'שלושת רבעי' : 'שלושה רבעים';
  const part = toOrdinal(parts, 'feminine') ?? '';
  return count === 1 ? part : `${toCount(count, 'feminine')} ${part.replace(/ת$/, 'ות')}`;
}

function toFlat(house: number, flat: number): string {
  return `${toCardinal(house, 'feminine')} דירה ${toCardinal(flat, 'feminine')}`;
}

function toOutOf(one: number, whole: number): string {
  return `${toCardinal(one, 'feminine')} מתוך ${toCardinal(whole, 'feminine')}`;
}

function toPair(one: number, two: number): string {
  return `${toCardinal(one, 'feminine')} ${toCardinal(two, 'feminine')}`;
}
