import { parse } from 'csv-parse/sync';
import { InvalidInput } from '#shared/errors.ts';
import type { FileRecord } from './file-record.ts';

const SEPARATORS = [',', ';', '\t'];

/** Reads CSV with commas, semicolons or tabs, and any line ends. @throws InvalidInput if it is not valid CSV */
export function readCsvRecords(text: string): FileRecord[] {
  const [head = [], ...rows] = parseCsv(text);
  return rows.flatMap((cells, index): FileRecord[] => {
    // Numbered as in a spreadsheet: row 1 is the head.
    const place = `row ${index + 2}`;
    if (cells.every((cell) => cell === '')) return [];
    const extra = cells.slice(head.length).some((cell) => cell !== '');
    return [
      {
        place,
        cells: head.map((name, column) => [name, cells[column] ?? '']),
        ...(extra && {
          problem: `has ${cells.length} cells for ${head.length} columns: a cell with a comma in it needs quotes`,
        }),
      },
    ];
  });
}

function parseCsv(text: string): string[][] {
  const [firstLine = ''] = text.split(/\r?\n/, 1);
  const countOf = (separator: string) => firstLine.split(separator).length;
  const [delimiter = ','] = SEPARATORS.toSorted((a, b) => countOf(b) - countOf(a));
  try {
    // A quote inside a word (ממ"ד) is a character; a row may be shorter or longer than the head.
    const options = { bom: true, trim: true, relax_quotes: true, relax_column_count: true };
    return parse(text, { ...options, delimiter });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hint = /quote/i.test(reason) ? ' Inside quotes, a quote is written twice: "ממ""ד".' : '';
    throw new InvalidInput(`The file is not valid CSV: ${reason}.${hint}`, { cause });
  }
}
