import { AMOUNT } from './amount.ts';
import { firstWord } from './context.ts';
import { isMeasured } from './measures.ts';
import { countedNoun, nounOf } from './nouns.ts';
import { endsInStreet } from './streets.ts';
import { CURRENCY_BEFORE, UNIT_BEHIND } from './units.ts';

const UNIT_WORD =
  '(?:שקלים|שקל|מטרים|מטר|אחוזים|אחוז|קילומטרים|קילומטר|דונמים|דונם|דולר|יורו|אירו)';
const SCALE = `(?: ?(?:אלף|אלפים|מיליון|מיליארד)(?![א-ת]))`;
const UNIT = `(?: ?${UNIT_BEHIND}| ${UNIT_WORD}(?![א-ת]))`;
/** Two numbers with a dash between them, each with what it measures. */
const PAIR = new RegExp(
  String.raw`(?<![\d.,:/]|\d-)(${CURRENCY_BEFORE} ?)?(${AMOUNT})(${SCALE})?(${UNIT})?( ?[-–—־] ?)(?=(${CURRENCY_BEFORE} ?)?(${AMOUNT})(${SCALE})?(${UNIT})?(?![\d/]|[.,:-]\d))`,
  'gu',
);
/** A dash behind the word for between: בין 85 – 95. */
const BETWEEN = new RegExp(
  String.raw`(?<=(?<![א-ת])[ושכ]{0,2}בין (?:ה-)?)(${AMOUNT}) ?[-–—־] ?(?=\d[\d.,]*(?![\d:/]))`,
  'g',
);
const DASHED = /[-–—־] ?[₪$€£]?\d/;
/** Words whose number is a name or a year, so that no range starts with it. */
const NAMING =
  /(?<![א-ת])[והבלמש]{0,2}(?:קומה|דירה|כניסה|בניין|בית|מספר|שלב|אגף|בלוק|מגרש|חלקה|גוש|נכס|מגדל|כיתה|חניה|חנייה|טאבו|משנת|שנת)(?: מספר)? $|(?<![א-ת])[והש]?(?:נבנה|נבנתה|הוקם|הוקמה|שופץ|שופצה) [במ]-$/;
/** Parts of a home, whose size stands before the size of the whole. */
const PART_OF_HOME =
  /(?<![א-ת])[והבלמש]{0,2}(?:מרפסת|מרפסות|גינה|חצר|מחסן|גג|ממ["״]ד|מרתף|מגרש) (?:של )?$/;
/** Words that say how a size is measured: 85 מ"ר בנוי. */
const MEASURED_AS = /^ (?:בנוי|בנויים|נטו|ברוטו|ו?מרפסת|ו?גינה|ו?חצר|ו?מחסן|מגרש|גג)(?![א-ת])/;
/** A price this many times above a house number starts a new thing: הרצל 5 – 6,500 ₪. */
const MAX_RATIO = 20;
const MAX_HOUSE = 300;
/** Ranges of rooms of a flat are short: דירה 3 - 4 חדרים. */
const MAX_ROOMS_APART = 2;

type Pair = {
  readonly before: string;
  readonly first: string;
  readonly firstScale: string | undefined;
  readonly firstUnit: string;
  readonly isSpaced: boolean;
  readonly second: string;
  readonly secondScale: string | undefined;
  readonly secondUnit: string;
  readonly behind: string;
};

/** Returns a text whose dashes between two different things are pauses; ranges keep theirs. */
export function withPartedDashes(text: string): string {
  if (!DASHED.test(text)) return text;
  return text.replace(BETWEEN, '$1 ל-').replace(PAIR, (match, ...found) => {
    const [sign = '', first, firstScale, unit = '', dash, secondSign = '', second] =
      found as string[];
    const [secondScale, secondUnit = ''] = (found as string[]).slice(7);
    const [at, whole] = [Number(found.at(-2)), String(found.at(-1))];
    const ahead = whole.slice(at + match.length);
    const written = secondSign + second + (secondScale ?? '') + secondUnit;
    const pair = {
      before: whole.slice(0, at),
      first: first ?? '',
      firstScale,
      firstUnit: toUnit(sign + unit),
      isSpaced: / /.test(dash ?? ''),
      second: second ?? '',
      secondScale,
      secondUnit: toUnit(secondSign + secondUnit),
      behind: ahead.slice(written.length),
    };
    const start = match.slice(0, match.length - (dash?.length ?? 0));
    if (areDifferent(pair)) return `${start}, `;
    const hasWord = firstScale !== undefined || /[א-ת]{3}$/.test(unit);
    return hasWord && (pair.secondUnit || secondScale) ? `${start} עד ` : match;
  });
}

/** Returns whether the two numbers of a pair measure or name different things. */
function areDifferent(pair: Pair): boolean {
  const { firstUnit, secondUnit, behind, isSpaced, before } = pair;
  const counts = secondUnit === '' && !pair.secondScale && countsNoun(behind);
  if (firstUnit !== '') {
    if (counts) return true;
    if (secondUnit === '') return pair.secondScale !== undefined && !isMoney(firstUnit);
    if (firstUnit !== secondUnit) return true;
    return isSpaced && (PART_OF_HOME.test(before) || MEASURED_AS.test(behind));
  }
  if (pair.firstScale) return counts || (secondUnit !== '' && !isMoney(secondUnit));
  if (secondUnit === '' && !counts && !pair.secondScale) return false;
  const [one, two] = [toNumber(pair.first), toNumber(pair.second)];
  const isPrice = isMoney(secondUnit) && !pair.secondScale;
  if (isPrice && one < MAX_HOUSE && two >= 1000 && two > MAX_RATIO * one) return true;
  if (!isSpaced) return false;
  if (endsInStreet(before)) return true;
  if (NAMING.test(before))
    return !(
      /דירה $/.test(before) &&
      /^ חדרים/.test(behind) &&
      one < two &&
      two - one <= MAX_ROOMS_APART
    );
  if (two < one && !pair.secondScale) return true;
  const [, thing = ''] = /(?<![א-ת])([א-ת]+) $/.exec(before) ?? [];
  const noun = nounOf(thing);
  return one === 1 && noun !== undefined && noun.singular === thing;
}

function countsNoun(behind: string): boolean {
  return isMeasured(behind) || countedNoun(firstWord(behind))?.isCounted === true;
}

function isMoney(unit: string): boolean {
  return /^[₪$€£]$/.test(unit);
}

/** Returns one spelling for each unit: שקל, ש"ח and ₪ are one. */
function toUnit(written: string): string {
  const unit = written.trim().replace(/[״”]/, '"').replace(/[׳’]/, "'");
  if (/^(?:₪|ש"?ח|שקל)/.test(unit)) return '₪';
  if (/^(?:מ"ר|מ'|מטר)/.test(unit)) return 'מטר';
  if (/^(?:%|אחוז)/.test(unit)) return '%';
  if (/^(?:ק"מ|קילומטר)/.test(unit)) return 'ק"מ';
  if (/^(?:\$|דולר)/.test(unit)) return '$';
  return /^(?:€|יורו|אירו)/.test(unit) ? '€' : unit.replace(/ים$/, '');
}

function toNumber(written: string): number {
  return Number.parseFloat(written.replaceAll(',', ''));
}
