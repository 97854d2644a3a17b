/** OpenAI refuses all names for one with a line break, `<` or `>`; other control characters are in no name either. */
const NOT_PLAIN = /[<>\p{Cc}\p{Zl}\p{Zp}]+/gu;
const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]+/;

/** Tells whether a name is one line, without control characters, `<` or `>`. */
export function isPlainName(name: string): boolean {
  return name.search(NOT_PLAIN) < 0;
}

/** Returns the first line of a name that is not blank, without what a plain name has not. */
export function toPlainName(name: string): string {
  const lines = name
    .split(LINE_BREAK)
    .map((line) => line.replace(NOT_PLAIN, ' ').replace(/\s+/g, ' ').trim());
  return lines.find(Boolean) ?? '';
}
