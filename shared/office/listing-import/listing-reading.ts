import type * as z from 'zod/mini';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { type Feature, features } from '#shared/domain/listings/listing-features.ts';
import type { FileRecord } from './file-record.ts';
import { yesOrNoCell } from './listing-cells.ts';
import { columnOf, columns, requiredColumns } from './listing-columns.ts';

/** A problem, and its place in the file. */
export type Problem = { readonly place: string; readonly problem: string };

/** The contents of a file: listings that can be kept, and the problems of the others. */
export type ReadListings = {
  readonly listings: readonly Listing[];
  readonly problems: readonly Problem[];
  /** Heads of unknown columns. */
  readonly ignored: readonly string[];
};

/** Reads every record of a file as a listing updated at a moment (epoch ms), or returns its problems. */
export function readListings(records: readonly FileRecord[], at: number): ReadListings {
  const heads = new Set(records.flatMap(({ cells }) => cells.map(([head]) => head)));
  const present = new Set([...heads].map(columnOf));
  const missing = requiredColumns.filter((column) => !present.has(column));
  const ignored = [...heads].filter((head) => head && !columnOf(head));
  if (records.length === 0) return { listings: [], problems: [whole('has no listing')], ignored };
  if (missing.length > 0) {
    return { listings: [], problems: [whole(`has no column ${missing.join(', ')}`)], ignored };
  }

  const placeOf = new Map<string, string>();
  const listings: Listing[] = [];
  const problems: Problem[] = [];
  for (const record of records) {
    const { place } = record;
    const read = readRecord(record, at);
    const standing = 'id' in read && placeOf.get(read.id);
    if (!('id' in read)) problems.push(...read.problems.map((problem) => ({ place, problem })));
    else if (standing) problems.push({ place, problem: `id "${read.id}" stands in ${standing}` });
    else {
      placeOf.set(read.id, place);
      listings.push(read);
    }
  }
  return { listings, problems, ignored };
}

function whole(problem: string): Problem {
  return { place: 'the file', problem };
}

function readRecord(
  { cells, problem }: FileRecord,
  at: number,
): Listing | { readonly problems: readonly string[] } {
  if (problem) return { problems: [problem] };
  const row: Record<string, string> = {};
  const marked: Partial<Record<Feature, boolean>> = {};
  const problems: string[] = [];
  for (const [head, text] of cells) {
    const column = columnOf(head);
    if (!column || !text) continue;
    if (typeof column === 'string') {
      if (row[column] !== undefined) problems.push(`${column} has two columns`);
      row[column] = text;
      continue;
    }
    const { data, error } = yesOrNoCell.safeParse(text);
    if (error) problems.push(`${column.feature} ${messageOf(error)}`);
    // Two columns may be one feature: a balcony of any kind is a balcony.
    else marked[column.feature] ||= data;
  }
  const { data, error } = columns.safeParse(row);
  problems.push(
    ...(error?.issues ?? []).map(({ path, message }) => `${String(path[0])} ${message}`),
  );
  if (!data || problems.length > 0) return { problems };
  const { price, status = 'active', features: listed = [], ...rest } = data;
  const has = features.filter((feature) => marked[feature] ?? listed.includes(feature));
  return { ...rest, price_ils: price, features: has, status, updated_at: at };
}

function messageOf(error: z.core.$ZodError): string {
  return error.issues.map(({ message }) => message).join(', ');
}
