import { readFile, stat } from 'node:fs/promises';
import type { ColumnMap } from '#shared/domain/listings/column-map.ts';
import { InvalidInput } from '#shared/errors.ts';
import { readCsvRecords } from './csv-records.ts';
import type { FileRecord } from './file-record.ts';
import { readJsonRecords } from './json-records.ts';
import { decode } from './text-decoding.ts';

/** The size of ten thousand listings with their descriptions; a larger file is something else. */
const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** Returns the records of a CSV or JSON file. @throws InvalidInput if it cannot be read, is too large or is not valid */
export async function readListingFile(file: string): Promise<FileRecord[]> {
  return readListingBytes(await readBytes(file), /\.json$/i.test(file) ? 'json' : 'csv');
}

/** Returns the records of CSV or JSON, with a source's own heads. @throws InvalidInput if it is not valid */
export function readListingBytes(
  bytes: Uint8Array,
  format: 'csv' | 'json',
  ownNames?: ColumnMap,
): FileRecord[] {
  const text = decode(bytes);
  return format === 'json' ? readJsonRecords(text) : readCsvRecords(text, ownNames);
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES) throw new InvalidInput(`"${file}" is larger than 20 MB.`);
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof InvalidInput) throw cause;
    throw new InvalidInput(`"${file}" cannot be read.`, { cause });
  }
}
