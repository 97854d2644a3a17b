import { type Output, openOutput } from '@agent-locator/command-line/output.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { type Listing, toListing } from '#shared/domain/listings/listing.ts';
import { cityKey } from '#shared/domain/listings/listing-city.ts';
import { byPrice } from '#shared/domain/listings/listing-search.ts';
import { InvalidInput } from '#shared/errors.ts';
import { importListings } from './listings/listing-import.ts';
import { runListingSource } from './listings/listing-source.ts';
import { openListingStore } from './listings/listing-store.ts';
import { type ListingsOptions, readListingsOptions } from './listings/listings-options.ts';
import { printImport, printListings, toImportJson } from './listings/listings-view.ts';
import { printSourceReport } from './listings/source-view.ts';
import { runProductCommand } from './product-command.ts';
import { explainFailure } from './store.ts';

const HELP = `Usage: npm run listings -- import file.csv|file.json [options]
       npm run listings -- list [--city …] [options]
       npm run listings -- source [--run] [options]

Imports and shows the listings that the agent offers. It works on the local world that runs in
another terminal (npm start), or on AWS where none runs.

import: each row is one listing. Columns, in any order, by their English or Hebrew names:
  id מזהה   deal עסקה (rent, sale; השכרה, מכירה)   city עיר   rooms חדרים   price מחיר

Optional columns:
  kind סוג נכס, street רחוב, number מס' בית, neighbourhood שכונה, floor קומה, floors קומות,
  sqm שטח, arnona ארנונה, vaad ועד בית, available_from כניסה, description תיאור, status סטטוס,
  exclusive בלעדיות, broker סוכן, ad_ids מודעה יד2, photos תמונות, features מאפיינים

A feature may have a column of its own, with yes or no: elevator מעלית, parking חניה and others.
Nothing is written when a row is wrong. Importing the same file again changes nothing.

  --dry-run         shows what would change, and changes nothing
  --remove-missing  takes listings off the market that the file does not name
  --skip-bad        leaves wrong rows out instead of writing nothing
  --deal rent|sale  the deal of all rows, where neither a column nor the head of the prices tells it

source: the report on the last import from the address in the setting listings_url.
  --run              imports from it now; it is done every hour as well
  --accept-removals  with --run: also if more than 30 % of its homes would vanish

list: the active listings, by city and price.
  --city …          of one city, in any spelling

  --json            one JSON document on stdout, everything else on stderr
  --log             shows the whole log on stderr, not only warnings and errors in words
  --aws             works on DynamoDB on AWS, also while a world runs here
  --state folder    where the world has left its state (.local)
  --help            this text

Environment: the AWS SDK's own (AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL_DYNAMODB, …).
More in docs/listings.md.
Exit code:
  0  done
  1  a row is wrong, or the store failed
  2  for a wrong option or file`;

process.exitCode = await runProductCommand({
  help: HELP,
  read: readListingsOptions,
  run: serve,
  misuse: [InvalidInput],
  explain: explainFailure,
});

async function serve(options: ListingsOptions): Promise<boolean> {
  const output = openOutput(options.json);
  const open = async () => {
    const store = await openListingStore(options, processEnvironment());
    output.print(`Listings of ${store.name}`);
    return store;
  };
  if (options.command === 'import') return importFile(open, options, output);
  if (options.command === 'source') return await showSource(open, options, output);
  await showListings(open, options, output);
  return true;
}

async function importFile(
  open: () => ReturnType<typeof openListingStore>,
  options: ListingsOptions & { command: 'import' },
  output: Output,
): Promise<boolean> {
  const imported = await importListings(open, options, Date.now());
  printImport(output.print, imported, options.isDryRun);
  output.result(toImportJson(imported));
  return imported.isGood && imported.overtaken.length === 0;
}

async function showSource(
  open: () => ReturnType<typeof openListingStore>,
  options: ListingsOptions & { command: 'source' },
  output: Output,
): Promise<boolean> {
  using store = await open();
  const report = options.runs
    ? await runListingSource(store, options.acceptsRemovals)
    : await store.reports.last();
  output.result(report ?? null, (print) => printSourceReport(print, report));
  return report?.outcome === 'imported' || !options.runs;
}

async function showListings(
  open: () => ReturnType<typeof openListingStore>,
  { city }: ListingsOptions & { command: 'list' },
  output: Output,
): Promise<void> {
  using store = await open();
  const offered = (await store.listings.all())
    .filter(({ status }) => status === 'active')
    .filter((listing) => city === undefined || cityKey(listing.city) === cityKey(city))
    .sort((a, b) => byCity(a, b) || byPrice(a, b));
  output.result(offered.map(toListing), (print) => printListings(print, offered));
}

/** Orders listings by their city, one place for all its spellings. */
function byCity(a: Listing, b: Listing): number {
  return cityKey(a.city).localeCompare(cityKey(b.city), 'he');
}
