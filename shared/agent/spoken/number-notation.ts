const CURRENCY_BEHIND = `(?= ?(?:[₪$€£]|ש["״”]?ח|שקל|דולר|יורו|אירו))`;
const CURRENCY_BEFORE = `(?<=[₪$€£] ?)`;
const POINTS = /(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3}){2,}(?![\d/]|[.,]\d)/g;
const POINT = new RegExp(
  String.raw`(?<![\d.,])[1-9]\d{0,2}\.\d{3}${CURRENCY_BEHIND}|${CURRENCY_BEFORE}[1-9]\d{0,2}\.\d{3}(?![\d.,]\d|\d)`,
  'g',
);
const SPACED = String.raw`[1-9]\d{0,2}(?: \d{3})+(?!\d|[.,]\d)`;
const SPACES = new RegExp(
  `(?<![\\d.,+-])(?<!\\d )${SPACED}${CURRENCY_BEHIND}|${CURRENCY_BEFORE}${SPACED}`,
  'g',
);
/** A space that does not break is a mark of thousands without a currency as well. */
const UNBROKEN_SPACES = /(?<![\d.,+-])[1-9]\d{0,2}(?:[\u00A0\u202F\u2009]\d{3})+(?!\d)/g;
const WIDE_SPACE = /[\u00A0\u2000-\u200A\u202F\u3000\t]/g;
const RARE_DASH = /[\u2010-\u2012\u2212\uFE58\uFE63\uFF0D]/g;
/** The Hebrew hyphen beside a digit. */
const HEBREW_HYPHEN = /\u05BE(?=[₪$€]?\d)|(?<=\d)\u05BE/g;
const APOSTROPHES = /(?<![\d.,])[1-9]\d{0,2}(?:['’]\d{3})+(?!\d)/g;
/** The end of a price as it is written by hand: 7,800.- */
const NO_CENTS = /(?<=\d)[.,][-–—](?= |$|[₪])/g;
/** A decimal comma: before one digit and a measure, where a thousand would have three digits. */
const DECIMAL_COMMA =
  /(?<=(?<![\d.,])\d{1,3}),(?=5 ?(?:חדר|חד['׳’]|דונם|שע|שנ|מטר)|5 ?ח(?:['׳’]|(?![א-ת"״]))|\d{1,2} ?(?:%|₪|ש["״”]?ח|שקל|אחוז|אלף|מיליון|מיליארד))/g;
/** Short forms of a scale with its currency: 2.4 מש"ח, 7.5 אש"ח. */
const MILLIONS = /(?<=\d) ?מל?ש["״”]ח(?![א-ת])/g;
const THOUSANDS = /(?<=\d) ?אש["״”]ח(?![א-ת])/g;
const SPACED_MIXED = /(?<=(?<![\d.,:/])\d{1,3})(?: |[-–]| ?ו[-־]?)(½|¼|¾|1\/2|1\/4|3\/4)(?![\d/])/g;
/** A half or a quarter in words belongs to the number before it: 3 וחצי חדרים. */
const AND_A_PART = /(?<=(?<![\d.,:/])\d{1,3}) ו(חצי|רבע)(?![א-ת])/g;

const VULGAR: Readonly<Record<string, string>> = { '1/2': '½', '1/4': '¼', '3/4': '¾' };

/** A part of a percent: 1/2 %. */
const PART_OF_PERCENT = /(?<![\d.,:/])(1\/2|1\/4|3\/4)(?= ?(?:%|אחוז))/g;
const THIRD = /([ובלמכה]-)?([⅓⅔])/g;
const MIXED_THIRD = /(?<=\d) ?([⅓⅔])/g;
const THIRDS: Readonly<Record<string, string>> = { '⅓': 'שליש', '⅔': 'שני שליש' };
/** A scale in its other spelling: 2.5 מליון. */
const OTHER_SPELLING = /(?<=\d[½¼¾]? ?)מל(?=יון(?![א-ת])|יונים|יארד)/g;
/** A sum with agorot before the word for shekel: 25.50 שקלים. */
const WITH_AGOROT = /(?<=\d\.\d\d) שקל(?:ים)?(?![א-ת])/g;
const MILLIONS_CUT = /(?<=\d ?)מיל['׳’](?!["'״׳”’]?[א-ת])/g;
/** A height or a width of metres without their sign: גובה תקרה 2.80. */
const HEIGHT =
  /(?<=(?<![א-ת])[והבל]{0,2}(?:גובה|רוחב|אורך|עומק)(?: ה?תקרה| ה?חזית)?:? )\d\.\d\d(?![\d.,/]| ?(?:מ|ס["״]מ|[×xX*]))/g;
/** The prime rate by its letter: P-0.5%. */
const PRIME = /(?<![\p{L}\d])P ?(?=[-+–] ?\d)/gu;
const PRIME_MINUS = /(?<=פריים) ?[-–] ?(?=\d)/g;

/** A text without any of these has none of these notations. */
const RARE = /מיל['׳’]|מליו|מליארד|[⅓⅔]|\/[24] ?[%א]|\.\d\d שק|גובה|רוחב|אורך|עומק|P|פריים/;

/** Returns a text with plain spaces and hyphens; a space inside a number becomes a comma. */
export function withPlainSpaces(text: string): string {
  return text
    .replace(UNBROKEN_SPACES, withCommas)
    .replace(WIDE_SPACE, ' ')
    .replace(RARE_DASH, '-')
    .replace(HEBREW_HYPHEN, '-');
}

/** Returns a text whose numbers have commas in thousands, a decimal point and one sign for a part. */
export function withPlainNumbers(text: string): string {
  return withoutRareNotations(text)
    .replace(MILLIONS, ' מיליון ₪')
    .replace(THOUSANDS, ' אלף ₪')
    .replace(POINTS, withCommas)
    .replace(POINT, withCommas)
    .replace(SPACES, withCommas)
    .replace(APOSTROPHES, withCommas)
    .replace(NO_CENTS, '')
    .replace(DECIMAL_COMMA, '.')
    .replace(AND_A_PART, (_, part) => (part === 'חצי' ? '½' : '¼'))
    .replace(SPACED_MIXED, (_, part: string) => VULGAR[part] ?? part);
}

function withoutRareNotations(text: string): string {
  if (!RARE.test(text)) return text;
  return text
    .replace(OTHER_SPELLING, 'מיל')
    .replace(PART_OF_PERCENT, (part) => VULGAR[part] ?? part)
    .replace(MIXED_THIRD, (_, part) => ` ו${THIRDS[part]}`)
    .replace(THIRD, (_, prefix = '', part) => prefix.slice(0, 1) + THIRDS[part])
    .replace(MILLIONS_CUT, 'מיליון')
    .replace(WITH_AGOROT, ' ₪')
    .replace(HEIGHT, "$& מ'")
    .replace(PRIME, 'פריים ')
    .replace(PRIME_MINUS, ' מינוס ');
}

function withCommas(number: string): string {
  return number.replace(/\D/g, ',');
}
