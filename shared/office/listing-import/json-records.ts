import * as z from 'zod/mini';
import { InvalidInput } from '#shared/errors.ts';
import type { FileRecord } from './file-record.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const entries = z.array(z.record(z.string(), z.union([value, z.array(value)])));

/** Reads a JSON list of objects with the columns' names. @throws InvalidInput */
export function readJsonRecords(text: string): FileRecord[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput('The file is not valid JSON.', { cause });
  }
  const { data } = entries.safeParse(json);
  if (!data) throw new InvalidInput('The file must be a JSON list of objects with plain values.');
  return data.map((entry, index) => ({
    place: `entry ${index + 1}`,
    cells: Object.entries(entry).map(([name, cell]) => [name, toText(cell)]),
  }));
}

function toText(cell: unknown): string {
  return Array.isArray(cell) ? cell.map(toText).join(',') : String(cell ?? '').trim();
}
