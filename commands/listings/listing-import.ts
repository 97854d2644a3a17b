import type { Problem } from '#shared/office/listing-import/file-record.ts';
import {
  changesOf,
  type ImportPlan,
  planImport,
} from '#shared/office/listing-import/import-plan.ts';
import { readListingFile } from '#shared/office/listing-import/listing-file.ts';
import { readListings } from '#shared/office/listing-import/listing-reading.ts';
import { unknownBrokers } from '#shared/office/listing-import/unknown-brokers.ts';
import type { ListingStore } from './listing-store.ts';
import type { ListingsOptions } from './listings-options.ts';

/** The result of an import. */
export type Imported = {
  /** The number of rows in the file, and of those that can be kept. */
  readonly rows: number;
  readonly accepted: number;
  /** Whether no row is wrong, or wrong rows are left out. */
  readonly isGood: boolean;
  /** Absent if nothing was compared or written. */
  readonly plan?: ImportPlan;
  readonly problems: readonly Problem[];
  readonly ignored: readonly string[];
  /** Ids that another writer changed during the import; they are as that writer left them. */
  readonly overtaken: readonly string[];
  /** The number of homes that the listing source held and that are the office's own from now on. */
  readonly takenOver: number;
  /** Brokers whom the file names and who are nobody of the office. */
  readonly unknownBrokers: readonly string[];
};

/**
 * Imports a file into a store: all rows, or none where one is wrong and may not be skipped. A dry run for a JSON
 * document needs no store: the document tells of the file alone.
 * @throws {InvalidInput} where the file cannot be read.
 */
export async function importListings(
  open: () => Promise<ListingStore>,
  options: ListingsOptions & { readonly command: 'import' },
  at: number,
): Promise<Imported> {
  const read = readListings(await readListingFile(options.file), at, { deal: options.deal });
  const { rows, listings, problems, ignored } = read;
  const isGood = problems.length === 0 || (options.skipsBad && listings.length > 0);
  const accepted = listings.length;
  const nothing = { overtaken: [], takenOver: 0, unknownBrokers: [] };
  const result = { rows, accepted, isGood, problems, ignored, ...nothing };
  if (!isGood || (options.isDryRun && options.json)) return result;
  using store = await open();
  const standing = await store.listings.all();
  const plan = planImport(listings, standing, options.removesMissing ? { at } : undefined);
  const changes = changesOf(plan, standing);
  const takenOver = changes.filter(({ seen }) => seen?.source !== undefined).length;
  const overtaken = options.isDryRun ? [] : await store.changes.apply(changes);
  const unknown = unknownBrokers(listings, await store.brokers.all());
  return { ...result, plan, overtaken, takenOver, unknownBrokers: unknown };
}
