import type { ColumnMap } from '#shared/domain/listings/column-map.ts';
import { isWrong } from './cell.ts';
import { seenText } from './cell-text.ts';
import { columnOf, meaningsOf } from './column-heads.ts';
import { type CsvRow, csvRows, type IsRow } from './csv-rows.ts';
import type { FileRecord } from './file-record.ts';
import { dealCell } from './listing-cells.ts';

const SEPARATORS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const;
/** A report may have its title and its day above the head. */
const MAX_HEAD_ROW = 10;
/** The first line by which Excel is told the separator; Excel does not show it: `sep=;` */
const SEPARATOR_LINE = /^\ufeff?"?sep=([^\r\n])"?(?:\r\n|\r|\n)/i;

/** Reads CSV with any of the usual separators and line ends. The head is the row that names most of our columns. */
export function readCsvRecords(file: string, ownNames?: ColumnMap): FileRecord[] {
  const own = new Set(ownNames?.values());
  const isOurHead = (head: string) => own.has(head) || columnOf(head) !== undefined;
  const told = SEPARATOR_LINE.exec(file);
  const text = told ? file.slice(told[0].length) : file;
  const separators = told?.[1] ? [told[1]] : Object.keys(SEPARATORS);
  const [best] = separators
    .map((separator) => ({ separator, ...findHead(text, separator, isOurHead) }))
    .toSorted((a, b) => b.known - a.known || b.heads.length - a.heads.length);
  if (!best) return [];
  const { separator, row: headRow, heads } = best;
  const records: FileRecord[] = [];
  for (const row of csvRows(text, separator, rowsUnder(heads, ownNames))) {
    if (row.row <= headRow || isEmpty(row) || isRepeatedHead(row, heads)) continue;
    records.push(toRecord(row, heads, separator));
  }
  return records;
}

type Head = { readonly row: number; readonly heads: readonly string[]; readonly known: number };

function findHead(text: string, separator: string, isOurHead: (head: string) => boolean): Head {
  let found: Head | undefined;
  for (const row of csvRows(text, separator)) {
    if (row.row > MAX_HEAD_ROW) break;
    if (isEmpty(row)) continue;
    const heads = row.cells.map(seenText);
    const known = new Set(heads.filter(isOurHead)).size;
    // One known word above the head may be a title.
    if (!found || (known > 1 && known > found.known)) found = { row: row.row, heads, known };
  }
  return found ?? { row: 0, heads: [], known: 0 };
}

/** A row has a cell for each head, and a deal at its place. */
function rowsUnder(heads: readonly string[], ownNames?: ColumnMap): IsRow {
  const meanings = meaningsOf(heads, ownNames);
  const place = heads.findIndex((head) => {
    const meaning = meanings.get(head);
    return meaning && 'column' in meaning && meaning.column === 'deal';
  });
  return (cells) => cells.length === heads.length && !isWrong(dealCell(cells[place] ?? ''));
}

function isEmpty({ cells, broken }: CsvRow): boolean {
  return broken === undefined && cells.every((cell) => seenText(cell) === '');
}

/** Returns whether a row is the head again, as on each page of a printed report. */
function isRepeatedHead({ cells }: CsvRow, heads: readonly string[]): boolean {
  return cells.length === heads.length && cells.every((cell, at) => seenText(cell) === heads[at]);
}

function toRecord(
  { row, cells, broken }: CsvRow,
  heads: readonly string[],
  separator: string,
): FileRecord {
  const record = { row, cells: heads.map((head, at) => [head, cells[at] ?? ''] as const) };
  if (broken !== undefined) {
    const column = heads[broken] ?? '';
    const message =
      'has quotes that do not close: inside quotes, a quote is written twice, "ממ""ד"';
    return { ...record, problem: { column, message } };
  }
  const extra = cells.slice(heads.length).find((cell) => cell !== '');
  if (extra === undefined) return record;
  const name = SEPARATORS[separator as keyof typeof SEPARATORS] ?? separator;
  const message = `has ${cells.length} cells for ${heads.length} columns: a cell with a ${name} in it needs quotes`;
  // A comma without quotes moves the cells behind it, so only the first one is what its head says.
  const certain = record.cells.map(([head, cell], at) => [head, at === 0 ? cell : ''] as const);
  return { ...record, cells: certain, problem: { column: '', message } };
}
