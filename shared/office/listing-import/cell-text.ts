/** Marks without a width: directions of writing, joiners, the byte order mark, the soft hyphen. */
const UNSEEN = /\p{Cf}/gu;
/** Spaces of all widths but the line's own end and the tab. */
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
/** The formula by which Excel is told to keep the zeros of a number: `="0012"`. */
const KEPT_TEXT = /^="([^"]*)"$/;

/** Returns a cell as a person sees it: without invisible marks, with plain spaces, without blanks around it. */
export function seenText(text: string): string {
  const seen = text.replace(UNSEEN, '').replace(SPACES, ' ').trim();
  return KEPT_TEXT.exec(seen)?.[1]?.trim() ?? seen;
}

/** Returns a text with straight quotes in place of Hebrew and curly ones: `ש״ח` and `ש''ח` as `ש"ח`. */
export function withPlainQuotes(text: string): string {
  return text
    .replace(/[´`‘’‛′׳]/g, "'")
    .replace(/[“”„″״]/g, '"')
    .replaceAll("''", '"');
}

/** The words and signs by which a cell says nothing. */
const NOTHING = new Set([
  ...['-', '--', '---', '–', '—', '.', '?', '/', 'n/a', 'na', 'null', 'none'],
  ...['לא רלוונטי', 'לא רלוונטית', 'לא רלבנטי', 'ל"ר', 'לא ידוע', 'לא צוין', 'לא צויין'],
]);

/** Returns whether a cell says nothing: it is blank, a dash, or “not relevant”. */
export function isBlank(text: string): boolean {
  return text === '' || NOTHING.has(withPlainQuotes(text).toLowerCase());
}

/** Excel's errors in place of a value: https://support.microsoft.com/office/hide-error-values-and-error-indicators-d171b96e-8fb4-4863-a1ba-b64557474439 */
const EXCEL_ERROR = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|#+)$/;

/** Excel's limit, which also bounds the work on a cell: https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3 */
export const MAX_CELL_CHARACTERS = 32_767;

/** Returns why a cell has lost its value before it came here; undefined if it has not. */
export function damageOf(text: string): string | undefined {
  if (text.length > MAX_CELL_CHARACTERS) {
    return `is longer than ${MAX_CELL_CHARACTERS} characters, the most in Excel`;
  }
  if (text.includes('\ufffd')) {
    return 'has a byte that is not a letter in the encoding of the file: save it again as "CSV UTF-8"';
  }
  if (EXCEL_ERROR.test(text)) return `holds an error of Excel, "${text.slice(0, 10)}"`;
  return undefined;
}
