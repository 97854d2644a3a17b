import { findStore, type StoreChoice } from '#commands/store.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoListingChanges } from '#shared/adapters/dynamo/listing-changes.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoSourceReports } from '#shared/adapters/dynamo/source-reports.ts';
import type { Environment } from '#shared/config/environment.ts';
import type { Brokers } from '#shared/ports/brokers.ts';
import type { ListingChanges, SourceReports } from '#shared/ports/listing-sources.ts';
import type { Listings, SettingsStore } from '#shared/ports/office.ts';

/** The listings that a command works on, until it is disposed of. */
export interface ListingStore extends Disposable {
  /** Its place, for people. */
  readonly name: string;
  readonly listings: Listings;
  readonly changes: ListingChanges;
  readonly settings: SettingsStore;
  readonly reports: SourceReports;
  readonly brokers: Pick<Brokers, 'all'>;
}

/** Opens the listings of the local world, or of AWS. */
export async function openListingStore(
  choice: StoreChoice,
  env: Environment,
): Promise<ListingStore> {
  const { name, db, [Symbol.dispose]: close } = await findStore(choice, env);
  return {
    name,
    listings: dynamoListings(db),
    changes: dynamoListingChanges(db),
    settings: dynamoOfficeSettings(db),
    reports: dynamoSourceReports(db),
    brokers: dynamoBrokers(db),
    [Symbol.dispose]: close,
  };
}
