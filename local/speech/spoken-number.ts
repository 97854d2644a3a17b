import { withPrefix } from './lexicon.ts';

const FEMININE = list('אֶ֫פֶס אַחַ֫ת שְׁתַּ֫יִים שָׁלוֹשׁ אַרְבַּע חָמֵשׁ שֵׁשׁ שֶׁ֫בַע שְׁמוֹנֶה תֵּ֫שַׁע עֶ֫שֶׂר');
const MASCULINE = list('- אֶחָד שְׁנֵי שְׁלוֹשָׁה אַרְבָּעָה חֲמִישָּׁה שִׁישָּׁה שִׁבְעָה שְׁמוֹנָה תִּשְׁעָה עֲשָׂרָה');
const BEFORE_THOUSANDS = list('- - - שְׁלוֹשֶׁת אַרְבַּ֫עַת חֲמֵ֫שֶׁת שֵׁ֫שֶׁת שִׁבְעַת שְׁמוֹנַת תִּשְׁעַת עֲשֶׂ֫רֶת');
const JOINED_FEMININE = list('- אַחַת שְׁתֵּים שְׁלוֹשׁ אַרְבַּע חֲמֵשׁ שֵׁשׁ שְׁבַע שְׁמוֹנֶה תְּשַׁע');
const TENS = list('- - עֶשְׂרִים שְׁלוֹשִׁים אַרְבָּעִים חֲמִישִּׁים שִׁישִּׁים שִׁבְעִים שְׁמוֹנִים תִּשְׁעִים');
const MAX_DIGITS_IN_A_NUMBER = 9;

/**
 * Returns a whole number in pointed Hebrew, feminine as in counting. A long or zero-led number is spelled
 * digit by digit.
 */
export function toPointedNumber(digits: string): string {
  const isCode = digits.length > MAX_DIGITS_IN_A_NUMBER || /^0./.test(digits);
  if (isCode) return [...digits].map((digit) => FEMININE[Number(digit)]).join(' ');
  const value = Number(digits);
  return value === 0 ? at(FEMININE, 0) : joined(parts(value));
}

function parts(value: number): string[] {
  const thousands = Math.floor(value / 1_000) % 1_000;
  return [
    ...millionsOf(Math.floor(value / 1e6)),
    ...thousandsOf(thousands),
    ...below1000(value % 1_000),
  ];
}

function millionsOf(count: number): string[] {
  if (count === 0) return [];
  if (count === 1) return ['מִילְיוֹן'];
  return [`${count <= 10 ? at(MASCULINE, count) : many(count)} מִילְיוֹן`];
}

function thousandsOf(count: number): string[] {
  if (count === 0) return [];
  if (count === 1) return ['אֶ֫לֶף'];
  if (count === 2) return ['אַלְפַּ֫יִים'];
  return [count <= 10 ? `${BEFORE_THOUSANDS[count]} אֲלָפִים` : `${many(count)} אֶ֫לֶף`];
}

/** Counts thousands or millions in the masculine, which differs from eleven to nineteen. */
function many(count: number): string {
  if (count > 19) return joined(below1000(count));
  if (count === 11) return 'אַחַ֫ד־עָשָׂר';
  return `${count === 12 ? 'שְׁנֵים' : at(MASCULINE, count - 10)}־עָשָׂר`;
}

function below1000(value: number): string[] {
  const hundreds = Math.floor(value / 100);
  return [...hundredsOf(hundreds), ...below100(value % 100)];
}

function hundredsOf(count: number): string[] {
  if (count === 0) return [];
  if (count === 1) return ['מֵאָה'];
  return count === 2 ? ['מָאתַ֫יִים'] : [`${JOINED_FEMININE[count]}־מֵאוֹת`];
}

function below100(value: number): string[] {
  const ones = value % 10;
  if (value === 0) return [];
  if (value <= 10) return [at(FEMININE, value)];
  if (value < 20) return [`${JOINED_FEMININE[ones]}־עֶשְׂרֵה`];
  return [at(TENS, Math.floor(value / 10)), ...(ones ? [at(FEMININE, ones)] : [])];
}

/** Joins the parts, with "and" before the last. */
function joined(parts: readonly string[]): string {
  const last = parts.at(-1) as string;
  if (parts.length === 1) return last;
  return `${parts.slice(0, -1).join(' ')} ${withPrefix('ו', last)}`;
}

function list(words: string): string[] {
  return words.split(' ');
}

function at(words: readonly string[], index: number): string {
  return words[index] as string;
}
