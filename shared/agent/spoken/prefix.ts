/** Matches a prefix written with a number (ב-3, מ3, וב-3); the source of one optional group. */
export const PREFIX = String.raw`(?:(?<![א-ת\u0591-\u05C7])(?<![א-ת]["'״׳])([והבלמשכ]{1,3}[-־–]?))?`;

/** Joins a prefix, without its hyphen, to the word that replaces the number. */
export function withPrefix(prefix: string | undefined, word: string): string {
  return `${prefix?.replace(/[-־–]$/, '') ?? ''}${word}`;
}

/** A preposition apart from its number: ב 17:30, כ- 7,500. */
const APART = /(?<![א-ת"'״׳’]|\d ?)(ו?[בלמכ])( |[-־–] )(?=\d)/g;
/** Words whose letter is a name: קומה ב, יום ב. */
const BEFORE_NAME =
  /(?<![א-ת])(?:[ובלמש]{0,2}(?:קומה|כניסה|בניין|בלוק|שלב|אגף|רובע|מגרש|חלופה|כיתה|דגם|טיפוס|מגדל|דירה)|[והבלמש]{0,2}(?:יום|ימי|ימים)) $/;

/** Returns a text whose prepositions are joined to the numbers behind them. */
export function withJoinedPrefixes(text: string): string {
  return text.replace(APART, (match, prefix, gap, at, whole) =>
    gap === ' ' && BEFORE_NAME.test(whole.slice(0, at)) ? match : `${prefix}-`,
  );
}
