import { terminal } from '@agent-locator/command-line/terminal.ts';
import { processEnvironment } from '#shared/config/config.ts';
import { toListing } from '#shared/domain/listings/listing.ts';
import { cityKey } from '#shared/domain/listings/listing-city.ts';
import { byPrice } from '#shared/domain/listings/listing-search.ts';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';
import { importListings } from './listings/listing-import.ts';
import { openListingStore } from './listings/listing-store.ts';
import { type ListingsOptions, readListingsOptions } from './listings/listings-options.ts';
import { printImport, printListings, toImportJson } from './listings/listings-view.ts';

const HELP = `Usage: npm run listings -- import file.csv|file.json [options]
       npm run listings -- list [--city …] [options]

Tells the agent what the office offers, and shows what it was told. It speaks to the world that runs
in another terminal (npm start), and to DynamoDB on AWS where none runs.

import: each row is one listing. Columns, in any order, by their English or Hebrew names:
  id מזהה   deal עסקה (rent, sale; השכרה, מכירה)   city עיר   rooms חדרים   price מחיר
and, where the office knows: street רחוב, neighbourhood שכונה, floor קומה, sqm שטח,
available_from כניסה, description תיאור, status סטטוס (active, removed), features מאפיינים, or a
column for each feature (elevator מעלית, parking חניה, balcony מרפסת, mamad ממ"ד …) with yes or no.
Nothing is written when a row is wrong. To import the same file again changes nothing.

  --dry-run         says what would change, and changes nothing
  --remove-missing  takes off the market what the file does not name
  --skip-bad        leaves wrong rows out instead of writing nothing

list: what is on offer, by city and price.
  --city …          in one city, however it is written

  --json            one JSON document on stdout, everything else on stderr
  --aws             DynamoDB on AWS, even while a world runs here
  --state folder    where the world has left its state (.local)
  --help            this text

Environment: the AWS SDK's own (AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL_DYNAMODB, …).
Exit code: 0 when all is well, 1 when a row is wrong or the store failed, 2 for a wrong option or file.`;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const options = readListingsOptions(process.argv.slice(2));
    if (options === 'help') terminal.out(HELP);
    else if (options.command === 'list') await list(options);
    else return await bringIn(options);
    return 0;
  } catch (error) {
    terminal.err(explain(error));
    return error instanceof InvalidInput ? 2 : 1;
  }
}

async function bringIn(options: ListingsOptions & { command: 'import' }): Promise<number> {
  const imported = await importListings(() => open(options), options, Date.now());
  const print = options.json ? terminal.err : terminal.out;
  printImport(print, imported, options.isDryRun);
  if (options.json) terminal.out(JSON.stringify(toImportJson(imported, options.isDryRun), null, 2));
  return imported.problems.length === 0 || imported.plan ? 0 : 1;
}

async function list(options: ListingsOptions & { command: 'list' }): Promise<void> {
  using store = await open(options);
  const { city } = options;
  const offered = (await store.listings.all())
    .filter(({ status }) => status === 'active')
    .filter((listing) => city === undefined || cityKey(listing.city) === cityKey(city))
    .sort((a, b) => a.city.localeCompare(b.city, 'he') || byPrice(a, b));
  if (options.json) terminal.out(JSON.stringify(offered.map(toListing), null, 2));
  else printListings(terminal.out, offered);
}

async function open(options: ListingsOptions) {
  const store = await openListingStore(options, processEnvironment());
  (options.json ? terminal.err : terminal.out)(`Listings of ${store.name}`);
  return store;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // What went wrong with a vendor is in the vendor's own words.
  const { cause } = error instanceof VendorFailed ? error : {};
  const text = cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
  if (!/Region is missing|credentials/i.test(text)) return text;
  return `${text}\nNo world runs here (npm start), and AWS is not configured: set AWS_REGION and credentials.`;
}
