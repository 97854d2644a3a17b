import { toCardinal } from './cardinal.ts';
import { countedNoun } from './nouns.ts';
import { PREFIX, withPrefix } from './prefix.ts';

const MONTHS = 'ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר'.split(' ');

const DAY = String.raw`(0?[1-9]|[12]\d|3[01])`;
const MONTH = `(0?[1-9]|1[0-2])`;
const START = String.raw`(?<![\d.,/:-])${PREFIX}`;
const END = String.raw`(?![\d/]|[.,:-]\d)`;
const WHOLE = new RegExp(`${START}${DAY}([./-])${MONTH}\\3((?:19|20)?\\d\\d)${END}`, 'g');
const ISO = new RegExp(`${START}((?:19|20)\\d\\d)-${MONTH}-${DAY}${END}`, 'g');
const SLASHED = new RegExp(`${START}${DAY}/${MONTH}${END}`, 'g');
/** A number with a point is a date only in an unambiguous context: 3.5 may be rooms. */
const POINTED = [
  `(?<=תאריך |יום [א-ת]+,? )${START}${DAY}\\.${MONTH}${END}`,
  `(?<![א-ת\\d])([ובלמש]?ה[-־])${DAY}\\.${MONTH}${END}`,
  `${START}(?<=[א-ת][-־–]?)${DAY}\\.(0[1-9]|1[0-2])(?=[ ,.!?]|$)${END}`,
].map((source) => new RegExp(source, 'g'));
const NAMED = new RegExp(
  `${START}${DAY}(?: ?[-–] ?${DAY})?(?= (?:[בל](?:${MONTHS.join('|')}|מארס)|[לב]חודש)(?![א-ת]))`,
  'g',
);
const FRACTIONS: Readonly<Record<string, string>> = { '1/2': '½', '1/4': '¼', '3/4': '¾' };
const MEASURED = /^ ?(?:[₪%$€]|מיליון|אלף|ש["״]?ח|מ["״]ר|([א-ת]+))/;

/** Returns a text with dates in words: the day, the month by its name, the year. */
export function withSpokenDates(text: string): string {
  const whole = text
    .replace(WHOLE, (_, prefix, day, _mark, month, year) => toDate(prefix, day, month, year))
    .replace(ISO, (_, prefix, year, month, day) => toDate(prefix, day, month, year))
    .replace(SLASHED, (match, prefix, day, month, at, whole) =>
      isMeasured(whole, at + match.length) ? toFraction(match) : toDate(prefix, day, month),
    );
  return POINTED.reduce(withPointedDates, whole).replace(NAMED, (_, prefix, day, last) => {
    const until = last ? ` עד ${toDay(last)}` : '';
    return withPrefix(prefix, `${toDay(day)}${until}`);
  });
}

function withPointedDates(text: string, pointed: RegExp): string {
  return text.replace(pointed, (match, prefix, day, month, at, whole) =>
    isMeasured(whole, at + match.length) ? match : toDate(prefix, day, month),
  );
}

function toDate(prefix: string | undefined, day: string, month: string, year?: string): string {
  const date = `${toDay(day)} ב${MONTHS[Number(month) - 1]}`;
  return withPrefix(prefix, year ? `${date} ${toCardinal(fullYear(year), 'feminine')}` : date);
}

function toDay(day: string): string {
  return toCardinal(Number(day), 'masculine');
}

/** Expands a year of two digits: 69 is 1969 (a building), 26 is 2026 (a lease). */
function fullYear(year: string): number {
  if (year.length === 4) return Number(year);
  return Number(year) + (Number(year) < 60 ? 2000 : 1900);
}

function toFraction(written: string): string {
  return written.replace(/(?<!\d)(?:1\/2|1\/4|3\/4)$/, (parts) => FRACTIONS[parts] ?? parts);
}

function isMeasured(text: string, at: number): boolean {
  const [found, word] = MEASURED.exec(text.slice(at)) ?? [];
  if (found === undefined) return false;
  const noun = word === undefined ? undefined : countedNoun(word);
  return word === undefined || word === 'דונם' || Boolean(noun?.singular && noun.singular !== word);
}
