/** What may stand in front of a number as part of its word (ב-3, מ3, וב-3), as the source of one optional group. */
export const PREFIX = String.raw`(?:(?<![א-ת\u0591-\u05C7])(?<![א-ת]["'״׳])([והבלמשכ]{1,3}[-־–]?))?`;

/** Joins a prefix to the word that its number has become. */
export function joined(prefix: string | undefined, word: string): string {
  return `${prefix?.replace(/[-־–]$/, '') ?? ''}${word}`;
}
