import { type ImportPlan, planImport } from '#shared/office/listing-import/import-plan.ts';
import { readListingFile } from '#shared/office/listing-import/listing-file.ts';
import { type Problem, readListings } from '#shared/office/listing-import/listing-reading.ts';
import type { ListingStore } from './listing-store.ts';
import type { ListingsOptions } from './listings-options.ts';

/** The result of an import; without a plan nothing was compared or written. */
export type Imported = {
  readonly plan: ImportPlan | undefined;
  readonly problems: readonly Problem[];
  readonly ignored: readonly string[];
};

/**
 * Imports a file into a store: all rows, or none where one is wrong and may not be skipped.
 * @throws {InvalidInput} where the file cannot be read.
 */
export async function importListings(
  open: () => Promise<ListingStore>,
  options: ListingsOptions & { readonly command: 'import' },
  at: number,
): Promise<Imported> {
  const { listings, problems, ignored } = readListings(await readListingFile(options.file), at);
  const isGood = problems.length === 0 || (options.skipsBad && listings.length > 0);
  if (!isGood) return { plan: undefined, problems, ignored };
  using store = await open();
  const standing = await store.listings.all();
  const plan = planImport(listings, standing, options.removesMissing ? at : undefined);
  const written = [...plan.added, ...plan.changed, ...plan.removed];
  if (!options.isDryRun) await store.listings.put(written);
  return { plan, problems, ignored };
}
