import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoListingChanges } from '#shared/adapters/dynamo/listing-changes.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoSourceReports } from '#shared/adapters/dynamo/source-reports.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { listingSite } from '#shared/adapters/web/listing-site.ts';
import { readSettings } from '#shared/domain/office/settings-fields.ts';
import { lazily } from '#shared/http/lambda.ts';
import { log } from '#shared/log.ts';
import { runSource, type SourceParts } from '#shared/office/listing-import/source-run.ts';
import type { SettingsStore } from '#shared/ports/office.ts';

type Parts = SourceParts & { readonly settings: Pick<SettingsStore, 'read'> };

/** Returns the handler that imports the office's listing source, and logs its report; without a source it does nothing. */
export function importListings({ settings: store, ...parts }: Parts) {
  return async (): Promise<void> => {
    const { settings } = readSettings((await store.read()).texts);
    const report = await runSource(parts, settings, { at: Date.now() });
    if (!report) return;
    const { outcome, reason, rows, accepted, added, changed, removed } = report;
    const { length: kept } = report.kept;
    const counts = { rows, accepted, added, changed, removed, kept, wrong: report.problem_count };
    if (outcome === 'imported') log.info('listing-source.imported', counts);
    else {
      log.warn('listing-source.not-imported', { outcome, reason, ...counts });
      log.count('ListingSourceFailures', { reason });
    }
  };
}

/** Starts every hour on the `import-listings` schedule; answers nothing. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  return importListings({
    site: listingSite(config.allowsLoopbackSource),
    listings: dynamoListings(db),
    changes: dynamoListingChanges(db),
    reports: dynamoSourceReports(db),
    brokers: dynamoBrokers(db),
    settings: dynamoOfficeSettings(db),
  });
});
