import { UsageError } from '@agent-locator/command-line/options.ts';
import { listingSite } from '#shared/adapters/web/listing-site.ts';
import type { SourceReport } from '#shared/domain/listings/source-report.ts';
import { readSettings } from '#shared/domain/office/settings-fields.ts';
import { runSource } from '#shared/office/listing-import/source-run.ts';
import type { ListingStore } from './listing-store.ts';

/** Imports from the office's listing source now, and returns the report. @throws UsageError if no source is set */
export async function runListingSource(
  store: ListingStore,
  acceptsRemovals: boolean,
): Promise<SourceReport> {
  const { settings } = readSettings((await store.settings.read()).texts);
  // This machine's own sites are for the person who sits at it.
  const parts = { ...store, site: listingSite(true) };
  const report = await runSource(parts, settings, { at: Date.now(), acceptsRemovals });
  if (report) return report;
  throw new UsageError('No source is set: npm run office -- set listings_url=https://…');
}
