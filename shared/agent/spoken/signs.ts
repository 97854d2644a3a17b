import { withPlainPauses } from './markup.ts';

const NUMBER_AHEAD = String.raw`(?= ?[₪$€£]?\d)`;
const UNIT_OF_RATE = '(?:חודש|שנה|יום|לילה|שבוע|שעה|נפש|אדם|דונם|מטר|מ["״”]ר|דירה|יחידה|רבעון)';

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
  [/(?<=\d) ?\+ ?(?=\d)/g, ' ועוד '],
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
const BRACKETS = /[([{]|[)\]}]/g;
const SIGN = /[±~≈≥≤<>×*°№=&+/|¦\\•()[\]{}]/;
const UNSAID = /[&*_#^~<>=|\\`+/[\]{}()]+/g;

/** Returns a text with signs in words; brackets become pauses. Slashes between digits stay. */
export function withSpokenSigns(text: string): string {
  if (!SIGN.test(text)) return text;
  const spans = text.replace(
    SPANS,
    (_, one, other, unit) => `${toSpan(one, unit)} ועוד ${toSpan(other, unit)}`,
  );
  const words = SIGNS.reduce((whole, [sign, word]) => whole.replace(sign, word), spans);
  return withPlainPauses(withChoices(words).replace(BRACKETS, ', '));
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
