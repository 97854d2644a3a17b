import { MAX_CELL_CHARACTERS } from './cell-text.ts';

/** A row of a CSV file, as a spreadsheet counts it. */
export type CsvRow = {
  readonly row: number;
  readonly cells: readonly string[];
  /** The index of a cell whose quotes are broken; the row's further cells are unknown. */
  readonly broken?: number;
};

/** Returns whether a line, split at its separators, is a row of its own. */
export type IsRow = (cells: readonly string[]) => boolean;

type Cell = { readonly text: string; readonly end: number };

/**
 * Reads the rows of CSV one after the other. A quote inside a word (ממ"ד) is a character. A cell whose quotes are
 * broken breaks its own row alone: the next row begins at the next line. Quotes that enclose a row are broken too.
 */
export function* csvRows(text: string, separator: string, isRow?: IsRow): Generator<CsvRow> {
  let start = 0;
  for (let row = 1; start < text.length; row += 1) {
    const cells: string[] = [];
    let broken: number | undefined;
    for (let at = start; ; at += 1) {
      const read = readCell(text, at, separator);
      const isOpen = read && isRow && swallowsRow(text, { start, at, ...read, separator, isRow });
      const cell = isOpen ? undefined : read;
      if (cell) cells.push(cell.text);
      else broken = cells.length;
      at = cell?.end ?? endOf(text, at, '');
      if (text[at] === separator && cell) continue;
      start = text.startsWith('\r\n', at) ? at + 2 : at + 1;
      break;
    }
    yield { row, cells, ...(broken !== undefined && { broken }) };
  }
}

function readCell(text: string, start: number, separator: string): Cell | undefined {
  const opening = afterBlanks(text, start, separator);
  if (text[opening] !== '"') {
    const end = endOf(text, start, separator);
    return { text: text.slice(start, end).trim(), end };
  }
  const closing = closingQuote(text, opening);
  if (closing === undefined) return undefined;
  const quoted = text.slice(opening + 1, closing);
  const after = afterBlanks(text, closing + 1, separator);
  const end = endOf(text, after, separator);
  if (after === end) return { text: quoted.replaceAll('""', '"').trim(), end };
  // A cell may begin with a quoted word: "הבית הלבן" דירה שקטה.
  const isWord = !/[\r\n]/.test(quoted) && !quoted.includes(separator);
  const isPlain = isWord && !text.slice(after, end).includes('"');
  return isPlain ? { text: text.slice(opening, end).trim(), end } : undefined;
}

type Swallowing = Cell & {
  readonly start: number;
  readonly at: number;
  readonly separator: string;
  readonly isRow: IsRow;
};

/** Returns whether a cell at `at` holds another row: a quote was left open in a line with all cells. */
function swallowsRow(text: string, { start, at, end, separator, isRow }: Swallowing): boolean {
  let line = endOf(text, at, '');
  const own = text.slice(start, line).split(separator).length;
  while (line < end) {
    const next = endOf(text, line + 1, '');
    const cells = text.slice(line + 1, next).split(separator);
    if (own >= cells.length && isRow(cells)) return true;
    line = next;
  }
  return false;
}

function closingQuote(text: string, opening: number): number | undefined {
  const isNear = (at: number) => at >= 0 && at - opening <= MAX_CELL_CHARACTERS;
  let at = text.indexOf('"', opening + 1);
  while (isNear(at) && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return isNear(at) ? at : undefined;
}

function afterBlanks(text: string, start: number, separator: string): number {
  let at = start;
  while (text[at] !== separator && (text[at] === ' ' || text[at] === '\t')) at += 1;
  return at;
}

/** Returns the index of the next separator, line end, or the end of the text. */
function endOf(text: string, start: number, separator: string): number {
  let at = start;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') {
    at += 1;
  }
  return at;
}
