import * as z from 'zod/mini';
import { InvalidInput } from '#shared/errors.ts';
import type { FileRecord } from './file-record.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const entries = z.array(z.record(z.string(), z.union([value, z.array(value)])));

/** Reads a JSON list of objects with the columns' names, or an object that holds such a list alone. @throws InvalidInput */
export function readJsonRecords(text: string): FileRecord[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput('The file is not valid JSON.', { cause });
  }
  const { data } = entries.safeParse(listIn(json));
  if (!data) throw new InvalidInput('The file must be a JSON list of objects with plain values.');
  return data.map((entry, index) => ({
    row: index + 1,
    cells: Object.entries(entry).map(([name, cell]) => [name, toText(cell)]),
  }));
}

/** Returns the only list of an object like `{ "listings": [...] }`, and anything else as it is. */
function listIn(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const [list, ...others] = Object.values(json).filter(Array.isArray);
  return list && others.length === 0 ? list : json;
}

function toText(cell: unknown): string {
  return Array.isArray(cell) ? cell.map(toText).join('\n') : String(cell ?? '').trim();
}
