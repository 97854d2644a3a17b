import type { Column, ColumnMap } from '#shared/domain/listings/column-map.ts';
import type { Deal, Listing } from '#shared/domain/listings/listing.ts';
import type { Feature } from '#shared/domain/listings/listing-features.ts';
import { InvalidInput } from '#shared/errors.ts';
import { type CellReader, isWrong, refusal } from './cell.ts';
import { damageOf, isBlank, seenText } from './cell-text.ts';
import { columnOf, dealOfPrices, type Meaning, meaningsOf } from './column-heads.ts';
import { type Features, isOtherThing, isPaidFor, yesOrNoCell } from './feature-cells.ts';
import type { FileRecord, Problem } from './file-record.ts';
import { withoutBrackets } from './head-units.ts';
import { kindCell } from './kind-cell.ts';
import { type Contradiction, toListing } from './listing-assembly.ts';
import { type Cells, columns, requiredColumns } from './listing-columns.ts';

/** The contents of a file: listings that can be kept, and the problems of the others. */
export type ReadListings = {
  /** The number of records in the file. */
  readonly rows: number;
  readonly listings: readonly Listing[];
  readonly problems: readonly Problem[];
  /** The ids of records that cannot be kept, as far as they can be read. */
  readonly refusedIds: ReadonlySet<string>;
  /** Whether the id of every record could be read. If not, no listing is missing from the file for certain. */
  readonly areIdsKnown: boolean;
  /** Heads of columns without a meaning here. */
  readonly ignored: readonly string[];
};

/** A column of these may stand twice: boards give a home an id each. */
const joined: ReadonlySet<Column> = new Set(['features', 'ad_ids', 'photos', 'status']);
/** A zero or a “none” in these columns says that the office has no number to write. */
const nonZero: ReadonlySet<Column> = new Set(['number', 'rooms', 'sqm']);
/** Twice the homes of the largest offices. Each row is a write, and the hourly import has two minutes for all. */
const MAX_ROWS = 20_000;
/** The most heads of a file that a problem quotes. */
const HEADS_SHOWN = 12;

/** The facts of a file that its cells do not tell. */
export type FileFacts = {
  /** The office's own heads. */
  readonly ownNames?: ColumnMap | undefined;
  /** The deal of every row, where no column and no head of prices tells it. */
  readonly deal?: Deal | undefined;
};

/**
 * Reads every record of a file as a listing updated at a moment (epoch ms), or returns its problems.
 * @throws InvalidInput if the file has more rows than an office has homes
 */
export function readListings(
  records: readonly FileRecord[],
  at: number,
  { ownNames, deal }: FileFacts = {},
): ReadListings {
  if (records.length > MAX_ROWS) {
    throw new InvalidInput(
      `The file has ${records.length} rows, and ${MAX_ROWS} can be read: take removed homes out of the export.`,
    );
  }
  const heads = new Set(records.flatMap(({ cells }) => cells.map(([head]) => seenText(head))));
  const meanings = meaningsOf(heads, ownNames);
  const headOf = headsOf(meanings);
  const ignored = [...heads].filter((head) => head && !meanings.has(head));
  const refusedIds = new Set<string>();
  const none = { rows: records.length, listings: [], refusedIds, areIdsKnown: false, ignored };
  const missing = problemsOfHeads(records.length, heads, { meanings, deal });
  if (missing.length > 0) return { ...none, problems: missing };

  const rowOf = new Map<string, number>();
  let areIdsKnown = true;
  const listings: Listing[] = [];
  const problems: Problem[] = [];
  for (const record of records) {
    const read = readRecord(record, { meanings, headOf, at, deal });
    const { id } = read;
    const standing = id === undefined ? undefined : rowOf.get(id);
    if ('problems' in read) {
      problems.push(...read.problems);
      if (id === undefined) areIdsKnown = false;
      else refusedIds.add(id);
    } else if (standing !== undefined) {
      const column = headOf('id');
      problems.push({ row: record.row, column, message: `"${id}" stands in row ${standing}` });
    } else {
      rowOf.set(read.id, record.row);
      listings.push(read);
    }
  }
  return { rows: records.length, listings, problems, refusedIds, areIdsKnown, ignored };
}

function problemsOfHeads(
  rows: number,
  heads: ReadonlySet<string>,
  { meanings, deal }: Pick<Reading, 'meanings' | 'deal'>,
): Problem[] {
  if (rows === 0) return [{ row: 1, column: '', message: 'the file has no listing' }];
  const present = new Set(
    [...meanings.values()].map((meaning) => 'column' in meaning && meaning.column),
  );
  const isDealTold = deal || [...meanings].some(([head, meaning]) => dealOf(head, meaning));
  if (isDealTold) present.add('deal');
  const needed: readonly Column[] = present.has('kind')
    ? requiredColumns
    : [...requiredColumns, 'rooms'];
  const shown = [...heads].filter(Boolean).slice(0, HEADS_SHOWN).join(', ');
  return needed
    .filter((column) => !present.has(column))
    .map((column) => {
      const other = [...heads].find((head) => isInOtherUnit(head, column));
      if (other) return { row: 1, column: other, message: 'names a unit in which we do not count' };
      return { row: 1, column, message: `is not a column of the file, which has: ${shown}` };
    });
}

function isInOtherUnit(head: string, column: Column): boolean {
  const meaning = columnOf(withoutBrackets(head));
  return meaning !== undefined && 'column' in meaning && meaning.column === column;
}

/** The meanings of a file's heads, the head of each column, and the moment of the reading. */
type Reading = {
  readonly meanings: ReadonlyMap<string, Meaning>;
  readonly headOf: (column: Column) => string;
  readonly at: number;
  readonly deal: Deal | undefined;
};

type Cell = { readonly head: string; readonly text: string };

type Refused = { readonly id: string | undefined; readonly problems: readonly Problem[] };

function readRecord(
  { row, cells, problem }: FileRecord,
  { meanings, headOf, at, deal }: Reading,
): Listing | Refused {
  const texts = new Map<Column, Cell>();
  const values: Partial<Record<Column, unknown>> = {};
  const notes: string[] = [];
  let land: Cell | undefined;
  const marked: Partial<Record<Feature, boolean>> = {};
  const problems: Problem[] = problem ? [{ row, ...problem }] : [];
  const complain = (column: string, message: string) => problems.push({ row, column, message });
  const refused = new Set<Column>();

  for (const [rawHead, rawText] of cells) {
    const head = seenText(rawHead);
    const meaning = meanings.get(head);
    const text = meaning ? seenText(rawText) : '';
    if (!meaning || !text || (problem && !isId(meaning))) continue;
    const damage = damageOf(text);
    if (damage) {
      complain(head, damage);
      if ('column' in meaning) refused.add(meaning.column);
    } else if ('feature' in meaning) mark(meaning.feature, { head, text });
    else if (meaning.isOfLand) land = { head, text };
    else take(meaning.column, { head, text });
  }
  if (!isColumn('deal', meanings)) {
    const head = texts.get('price')?.head ?? '';
    values.deal = dealOf(head, meanings.get(head)) ?? deal;
  }
  const kind = texts.get('kind')?.text;
  if (land && !texts.has('sqm') && kind && kindCell(kind) === 'plot') take('sqm', land);
  for (const [column, { head, text }] of texts) {
    const value = (columns[column] as CellReader<unknown>)(text, at);
    if (isWrong(value)) {
      complain(head, refusal(text, value));
      refused.add(column);
    } else values[column] = value;
  }

  function mark(feature: Feature, { head, text }: Cell) {
    // A dash says no, but a question mark says nothing.
    if (isBlank(text) && !/^[-–—.]+$/.test(text)) return;
    if (isPaidFor(text) || isOtherThing(text)) {
      notes.push(`${head}: ${text}`);
      return;
    }
    const value = yesOrNoCell(text, feature);
    if (isWrong(value)) complain(head, refusal(text, value));
    // Two columns may be one feature: a balcony of any kind is a balcony.
    else marked[feature] ||= value;
  }
  function take(column: Column, cell: Cell) {
    // “Not relevant” is a state of its own in a status.
    if (column === 'status' ? /^[-–—]+$/.test(cell.text) : isBlank(cell.text)) return;
    if (nonZero.has(column) && /^(?:0(?:\.0{1,2})?|אין|ללא|בלי)$/.test(cell.text)) return;
    const before = texts.get(column);
    if (!before) texts.set(column, cell);
    else if (joined.has(column))
      texts.set(column, { ...before, text: `${before.text}\n${cell.text}` });
    else if (before.text !== cell.text) complain(cell.head, 'has two columns');
  }

  if (notes.length > 0) {
    const { features = [], others = [] }: Partial<Features> = values.features ?? {};
    values.features = { features, others: [...others, ...notes] } satisfies Features;
  }
  const id = typeof values.id === 'string' ? values.id : undefined;
  if (problem) return { id, problems };
  const made = toListing(values as Cells, marked, at);
  if (!Array.isArray(made)) return problems.length === 0 ? made : { id, problems };
  for (const { column, message } of made as Contradiction[]) {
    // A cell that was refused is not missing as well.
    if (!refused.has(column)) complain(headOf(column), message);
  }
  return { id, problems };
}

/** Returns the deal that a head of prices tells. */
function dealOf(head: string, meaning: Meaning | undefined): Deal | undefined {
  return meaning && 'column' in meaning && meaning.column === 'price'
    ? dealOfPrices(head)
    : undefined;
}

function isColumn(column: Column, meanings: ReadonlyMap<string, Meaning>): boolean {
  return [...meanings.values()].some((meaning) => 'column' in meaning && meaning.column === column);
}

function isId(meaning: Meaning): boolean {
  return 'column' in meaning && meaning.column === 'id';
}

/** Returns the names of columns in the file: their heads, or our name of a column that it lacks. */
function headsOf(meanings: ReadonlyMap<string, Meaning>): Reading['headOf'] {
  const heads = new Map<Column, string>();
  for (const [head, meaning] of meanings) {
    if ('column' in meaning && !heads.has(meaning.column)) heads.set(meaning.column, head);
  }
  return (column) => heads.get(column) ?? column;
}
