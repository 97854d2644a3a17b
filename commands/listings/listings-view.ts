import { faint, hebrew, type Print } from '@agent-locator/command-line/terminal.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import type { ImportPlan } from '#shared/office/listing-import/import-plan.ts';
import type { Imported } from './listing-import.ts';

/** More problems than this usually have one cause, such as a wrong column. */
const MAX_PROBLEMS_SHOWN = 30;
/** Hebrew words and the characters between them. */
const HEBREW_RUN = /[א-ת](?:[^\n"“”A-Za-z]*[א-ת])?(?:["״'׳][א-ת]+)*/g;
const marks = { added: '+', changed: '~', removed: '-' } as const;
const kinds = ['added', 'changed', 'unchanged', 'removed'] as const;

/** Prints the result of an import: problems, changes of a dry run, counts. */
export function printImport(
  print: Print,
  { plan, problems, ignored }: Imported,
  isDryRun: boolean,
) {
  for (const { place, problem } of problems.slice(0, MAX_PROBLEMS_SHOWN)) {
    print(`${place}: ${problem}`.replace(HEBREW_RUN, hebrew));
  }
  const more = problems.length - MAX_PROBLEMS_SHOWN;
  if (more > 0) print(`and ${more} more problems`);
  if (ignored.length > 0) print(faint(`Ignored columns: ${hebrew(ignored.join(', '))}`));
  if (!plan) {
    print('Nothing was written.');
    return;
  }
  if (isDryRun) printPlan(print, plan);
  const leftOut = new Set(problems.map(({ place }) => place)).size;
  const counts = [
    ...kinds.map((kind) => `${kind} ${plan[kind].length}`),
    ...(leftOut > 0 ? [`left out ${leftOut}`] : []),
  ].join(', ');
  print(isDryRun ? `Without --dry-run: ${counts}` : counts);
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
  const { id, deal, rooms, sqm, price_ils, city, neighbourhood, street } = listing;
  const figures = [
    id.padEnd(8),
    deal,
    `${price_ils.toLocaleString('en')} ₪`.padStart(12),
    `${rooms} rooms`.padEnd(9),
    (sqm ? `${sqm} sqm` : '').padEnd(7),
    listing.features.join(', '),
  ];
  const place = [city, neighbourhood, street].filter(Boolean).join(', ');
  return `${figures.join('  ')}  ${hebrew(place)}`;
}

/** Converts an import to its JSON document: ids and problems. */
export function toImportJson({ plan, problems, ignored }: Imported, isDryRun: boolean) {
  const ids = (kind: keyof ImportPlan) => (plan?.[kind] ?? []).map(({ id }) => id);
  return {
    written: plan !== undefined && !isDryRun,
    ...Object.fromEntries(kinds.map((kind) => [kind, ids(kind)])),
    problems,
    ignored_columns: ignored,
  };
}
