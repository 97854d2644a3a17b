/** Matches a prefix written with a number (ב-3, מ3, וב-3); the source of one optional group. */
export const PREFIX = String.raw`(?:(?<![א-ת\u0591-\u05C7])(?<![א-ת]["'״׳])([והבלמשכ]{1,3}[-־–]?))?`;

/** Joins a prefix, without its hyphen, to the word that replaces the number. */
export function withPrefix(prefix: string | undefined, word: string): string {
  return `${prefix?.replace(/[-־–]$/, '') ?? ''}${word}`;
}
