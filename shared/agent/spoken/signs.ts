import { AMOUNT, toAmount, toSpokenAmount } from './amount.ts';
import { firstWord } from './context.ts';
import { withPlainPauses } from './markup.ts';
import { isMeasured } from './measures.ts';
import { countedNoun } from './nouns.ts';

const NUMBER_AHEAD = String.raw`(?= ?[₪$€£]?\d)`;
const UNIT_OF_RATE =
  '(?:חודשיים|חודש|שנתיים|שנה|יומיים|יום|שבועיים|לילה|שבוע|שעתיים|שעה|נפש|אדם|דונם|מטר|מ["״”]ר|דירה|יחידה|רבעון)';

/** Signs with the words that people say for them, in the order in which they are replaced. */
const SIGNS: readonly (readonly [sign: RegExp, words: string])[] = [
  [/(?:±|\+\/-|\+-) ?/g, ' פלוס מינוס '],
  [new RegExp(`(?:~|≈)${NUMBER_AHEAD} ?`, 'g'), ' בערך '],
  [new RegExp(`(?:≥|>=)${NUMBER_AHEAD} ?`, 'g'), ' לפחות '],
  [new RegExp(`(?:≤|<=)${NUMBER_AHEAD} ?`, 'g'), ' עד '],
  [new RegExp(`>${NUMBER_AHEAD} ?`, 'g'), ' מעל '],
  [new RegExp(`<${NUMBER_AHEAD} ?`, 'g'), ' מתחת ל-'],
  [/(?<=\d['"׳״”מרס ]{0,5}) ?[×*] ?(?=\d)/g, ' על '],
  [/°/g, ' מעלות '],
  [/№ ?/g, ' מספר '],
  [/ ?= ?/g, ' שווה '],
  [/ ?& ?(?=[א-ת])/g, ' ו'],
  [/ ?& ?(?=\d)/g, ' ועוד '],
  [new RegExp(`(?<=[\\dא-ת₪%$€"']) ?\\/ ?(?=${UNIT_OF_RATE}(?![א-ת]))`, 'g'), ' ל'],
  [/(?<=[א-ת]{2})(?:\/|\.)(?:ת|ה|ית|ות|ים|י|ן|נית)(?![א-ת"'״׳./])/g, ''],
  [/(?<=[א-ת]{2})\((?:ת|ה|ית|ות|ים|י|ן)\)/g, ''],
  [/ו\/או(?![א-ת])/g, 'או'],
  [/(?<=(?<![א-ת])פינת [א-ת'״"]+) ?\/ ?(?=[א-ת])/g, ' '],
  [/(?<=פינוי)\/(?=ו?בינוי)/g, ' '],
  [/(?<=\d) ?\+ ?(?=\d)/g, ' ועוד '],
  // The metres of a part: 110 מ"ר + 14 מרפסת.
  [
    /(?<=\d ?(?:מ["״”]ר|מטר)|\d (?:מרפסת|גינה|חצר|גג)) ?\+ ?(\d+)(?= ?(?:$|[,.;!?)])| (?:מרפסת|מרפסות|גינה|חצר|גג|מחסן|סוכה|ממ["״]ד))/g,
    ' ועוד $1 מ"ר',
  ],
  [
    /(?<=\d)\+ ?([₪%]|(?:מ["״”]ר|ש["״”]ח|מטר|שקל|אלף|מיליון|[א-ת]{2,}(?:ים|ות))(?![א-ת]))/g,
    ' $1 ומעלה',
  ],
  [/(?<=\d|\d ?(?:[₪%]|מ["״”]ר|ש["״”]ח|מטר|שקל))\+(?=[\s.,;!?)]|$)/g, ' ומעלה'],
  [/(?<=(?<![א-ת])שוטף) ?\+ ?(?=\d)/g, ' פלוס '],
  [/ ?\+ ?(?=מע["״”]?מ)/g, ' פלוס '],
  [/ ?\+ ?(?=\d+(?:\.\d+)?½? ?(?:%|אחוז))/g, ' פלוס '],
  [/(?<=[א-ת\d"'״׳₪%½]) ?\+ ?(?=[א-ת\d½])/g, ' עם '],
  [/ ?\+ ?/g, ' פלוס '],
  [/(?<=[א-ת]) \* (?=[א-ת])/g, ', '],
  [/(?<=[א-ת])\\(?=[א-ת])/g, '/'],
  [/[|¦]|[\\•]/g, ', '],
];
/** Two spans of time: 1+1 שנים. */
const SPANS = /(\d+) ?\+ ?(\d+) (שנים|שנה|חודשים|חודש|שבועות|ימים)(?![א-ת])/g;
const ONE_SPAN: Readonly<Record<string, string>> = {
  שנים: 'שנה',
  חודשים: 'חודש',
  שבועות: 'שבוע',
  ימים: 'יום',
};
/** The terms of a lease, in years or in months: חוזה ל-1+1. */
const TERMS =
  /(?<=(?<![א-ת])[והבלמש]{0,2}(?:חוזה|חוזי|הסכם|שכירות|תקופה|תקופת)(?: ה?שכירות| ה?חוזה)?:? )(ל[-־]?|של )?(\d{1,2}) ?\+ ?(\d{1,2})(?! ?(?:\d|שנ|חוד|חדר|מ["״]ר|מטר|[₪%]))/g;
/** Terms up to this number are years. */
const MAX_YEARS = 5;
/** A number that nothing measures, behind a word and a plus: לזוג+1, פריים+1. */
const PLUS_ALONE = new RegExp(
  String.raw`(?<=[א-ת]{2})(?<!\d ?מטר)(?: ?\+ ?|(?<=פריים) פלוס )(${AMOUNT})(?= ?(?:$|[.,;!?)](?!\d))| [לבו]?[א-ת]*(?![א-ת]))`,
  'g',
);
const BRACKETS = /[([{]|[)\]}]/g;
const SIGN = /[±~≈≥≤<>×*°№=&+/|¦\\•()[\]{}]/;
const UNSAID = /[&*_#^~<>=|\\`+/[\]{}()]+/g;

/** Returns a text with signs in words; brackets become pauses. Slashes between digits stay. */
export function withSpokenSigns(text: string): string {
  if (!SIGN.test(text) && !text.includes('פריים')) return text;
  const spans = text.replace(
    SPANS,
    (_, one, other, unit) => `${toSpan(one, unit)} ועוד ${toSpan(other, unit)}`,
  );
  const terms = spans
    .replace(TERMS, (_, of = '', one, other, at, whole) => {
      const unit = Number(one) <= MAX_YEARS && Number(other) <= MAX_YEARS ? 'שנים' : 'חודשים';
      const first = toSpan(one, unit);
      const isTold = of === '' && whole[at - 2] === ':';
      const start = isTold || of === 'של ' ? of : /^\d/.test(first) ? 'ל-' : 'ל';
      return `${start}${first} ועוד ${toSpan(other, unit)}`;
    })
    .replace(PLUS_ALONE, (match, number, at, whole) =>
      countsNext(whole.slice(at + match.length))
        ? match
        : ` פלוס ${toSpokenAmount(toAmount(number), 'masculine', false)}`,
    );
  const words = SIGNS.reduce((whole, [sign, word]) => whole.replace(sign, word), terms);
  return withPlainPauses(withChoices(words).replace(BRACKETS, ', '));
}

function countsNext(behind: string): boolean {
  return isMeasured(behind) || countedNoun(firstWord(behind)) !== undefined;
}

/** A ratio, which no hour has taken: 50:50, 1:1000. */
const RATIO = /(?<![\d.,:/])(\d{1,4}):(\d{1,6})(?![\d:/])/g;

/** Returns a text whose ratios are words; hours must be words already. */
export function withSpokenRatios(text: string): string {
  if (!/\d:\d/.test(text)) return text;
  return text.replace(RATIO, (_, one, other) => {
    if (one !== '1') return `${one} ${other}`;
    return other === '1' ? 'אחד לאחד' : `אחד ל-${other}`;
  });
}

/** Returns a text without the signs that no rule has put into words. */
export function withoutSigns(text: string): string {
  const said = text.replace(UNSAID, ' ');
  return said === text ? text : withPlainPauses(said);
}

/** A slash between two words is a choice; between longer things, as 3 חדרים/85 מ"ר, it is a pause. */
function withChoices(text: string): string {
  const isList = /\/.*\//.test(text) || /[א-ת"'״׳%₪] ?\/ ?\d|\d[^\s/]* [^\s/]+ ?\//.test(text);
  return text
    .replace(/(?<=[א-ת"'״׳”%₪]) ?\/ ?(?=\d)/g, ', ')
    .replace(/(?<=[א-ת"'״׳”%₪\d]) ?\/ ?(?=[א-ת])/g, isList ? ', ' : ' או ');
}

function toSpan(count: string, unit: string): string {
  return count === '1' ? (ONE_SPAN[unit] ?? unit) : `${count} ${unit}`;
}
