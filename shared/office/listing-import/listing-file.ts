import { readFile, stat } from 'node:fs/promises';
import { InvalidInput } from '#shared/errors.ts';
import { readCsvRecords } from './csv-records.ts';
import type { FileRecord } from './file-record.ts';
import { readJsonRecords } from './json-records.ts';
import { decode } from './text-decoding.ts';

/** The size of ten thousand listings with their descriptions; a larger file is something else. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** Returns the records of a CSV or JSON file. @throws InvalidInput if it cannot be read, is too large or is not valid */
export async function readListingFile(file: string): Promise<FileRecord[]> {
  const text = decode(await readBytes(file));
  return /\.json$/i.test(file) ? readJsonRecords(text) : readCsvRecords(text);
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
