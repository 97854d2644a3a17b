import { readFile, stat } from 'node:fs/promises';
import { InvalidInput } from '#shared/errors.ts';
import { readCsvRecords } from './csv-records.ts';
import type { FileRecord } from './file-record.ts';
import { readJsonRecords } from './json-records.ts';

/** Ten thousand listings with their descriptions; a larger file is another kind of file. */
const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** Reads the records of a CSV or JSON file, or says why it is none (`InvalidInput`). */
export async function readListingFile(file: string): Promise<FileRecord[]> {
  const bytes = await readBytes(file);
  const text = decode(bytes);
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

/** Reads the alphabets that spreadsheets save Hebrew in: UTF-8, Excel's Unicode text, and Windows' own. */
export function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1255').decode(bytes);
  }
}
