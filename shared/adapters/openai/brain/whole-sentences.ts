/** The end of a sentence or of a line; a full stop between digits belongs to a number. */
const ENDS = /[.!?…]+["'״”)\]*]*(?=\s)|\n/g;
const ENDS_TEXT = /[^\d\s][.!?…]["'״”)\]*]*$/;

/** Returns a text that was cut off, as far as its last whole sentence or line. Without one, returns all of it. */
export function wholeSentences(text: string): string {
  if (ENDS_TEXT.test(text)) return text;
  const last = [...text.matchAll(ENDS)].at(-1);
  return last ? text.slice(0, last.index + last[0].length).trimEnd() : text;
}
