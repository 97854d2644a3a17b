import { faint, hebrew, type Print } from '@agent-locator/command-line/terminal.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import type { Problem } from '#shared/office/listing-import/file-record.ts';
import type { ImportPlan } from '#shared/office/listing-import/import-plan.ts';
import type { Imported } from './listing-import.ts';

/** More problems than this usually have one cause, such as a wrong column. */
const MAX_PROBLEMS_SHOWN = 30;
/** Hebrew words and the characters between them. */
const HEBREW_RUN = /[א-ת](?:[^\n"“”A-Za-z]*[א-ת])?(?:["״'׳][א-ת]+)*/g;
const marks = { added: '+', changed: '~', removed: '-' } as const;
const kinds = ['added', 'changed', 'unchanged', 'removed'] as const;

/** Prints the result of an import: problems, changes of a dry run, counts. */
export function printImport(print: Print, imported: Imported, isDryRun: boolean) {
  const { plan, problems, ignored, overtaken, takenOver } = imported;
  printProblems(print, problems, problems.length);
  if (ignored.length > 0) print(faint(`Ignored columns: ${hebrew(ignored.join(', '))}`));
  if (!plan) {
    const { isGood, rows, accepted } = imported;
    print(isGood ? `${accepted} of ${rows} rows can be imported.` : 'Nothing was written.');
    return;
  }
  if (isDryRun) printPlan(print, plan);
  const leftOut = new Set(problems.map(({ row }) => row)).size;
  const counts = [
    ...kinds.map((kind) => `${kind} ${plan[kind].length}`),
    ...(leftOut > 0 ? [`left out ${leftOut}`] : []),
  ].join(', ');
  print(isDryRun ? `Without --dry-run: ${counts}` : counts);
  if (takenOver > 0) {
    print(`${takenOver} of them came from the listing source; it leaves them alone from now on.`);
  }
  printUnknownBrokers(print, imported.unknownBrokers);
  if (overtaken.length > 0) {
    print(
      `Changed by another import meanwhile, so not written: ${overtaken.join(', ')}. Import again.`,
    );
  }
}

/** Prints the brokers of a file who are nobody of the office. Their homes are assigned like those without one. */
export function printUnknownBrokers(print: Print, names: readonly string[] = []) {
  if (names.length === 0) return;
  const shown = names.slice(0, MAX_PROBLEMS_SHOWN).map((name) => hebrew(name));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  print(`Not of the office: ${shown.join(', ')}${more}. See npm run office -- brokers list`);
}

/** Prints the first problems of a file, one a line, and the number of the others. */
export function printProblems(print: Print, problems: readonly Problem[], count: number) {
  const shown = problems.slice(0, MAX_PROBLEMS_SHOWN);
  for (const { row, column, message } of shown) {
    const head = /[א-ת]/.test(column) ? hebrew(column) : column;
    print(`row ${row}: ${head && `${head} `}${message.replace(HEBREW_RUN, hebrew)}`);
  }
  if (count > shown.length) print(`and ${count - shown.length} more problems`);
}

function printPlan(print: Print, plan: ImportPlan) {
  for (const kind of ['added', 'changed', 'removed'] as const) {
    for (const listing of plan[kind]) print(`${marks[kind]} ${lineOf(listing)}`);
  }
}

/** Prints listings, one a line. */
export function printListings(print: Print, listings: readonly Listing[]) {
  for (const listing of listings) print(lineOf(listing));
  print(faint(`${listings.length} listings`));
}

function lineOf(listing: Listing): string {
  const { id, deal, kind, rooms, sqm, price_ils, city, neighbourhood, street, number } = listing;
  const figures = [
    id.padEnd(8),
    deal,
    `${price_ils.toLocaleString('en')} ₪`.padStart(12),
    (rooms === undefined ? (kind ?? '') : `${rooms} rooms`).padEnd(9),
    (sqm ? `${sqm} sqm` : '').padEnd(7),
    listing.features.join(', '),
  ];
  const address = [street, number].filter(Boolean).join(' ');
  const place = [city, neighbourhood, address].filter(Boolean).join(', ');
  return `${figures.join('  ')}  ${hebrew(place)}`;
}

/**
 * Converts an import to its JSON document: the rows of the file, and the problems by row and column. Where the file
 * was compared with the store, it has the counts and names that people read.
 */
export function toImportJson({ plan, ...imported }: Imported) {
  const { rows, accepted, problems, ignored, takenOver, overtaken, unknownBrokers } = imported;
  const ofFile = { rows, accepted, problems, ignored };
  if (!plan) return ofFile;
  return {
    ...ofFile,
    added: plan.added.length,
    changed: plan.changed.length,
    unchanged: plan.unchanged.length,
    removed: plan.removed.length,
    taken_over: takenOver,
    overtaken,
    unknown_brokers: unknownBrokers,
  };
}
