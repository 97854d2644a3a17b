import type { HomeNews, Listing, ListingRow } from '#shared/domain/listings/listing.ts';
import type { SourceReport } from '#shared/domain/listings/source-report.ts';

/** A listing to write in place of the row that was read; without a row, it is new. */
export type ListingChange = {
  readonly wanted: Listing;
  readonly seen: ListingRow | undefined;
  /** The news that contacts may be told of. */
  readonly news?: HomeNews | undefined;
};

/** Changes listings that people and sources may change at the same time. */
export interface ListingChanges {
  /**
   * Writes each listing if its row is still the one that was read. Returns the ids of those that are not.
   * @throws VendorFailed, after which some of them may be written
   */
  apply(changes: readonly ListingChange[]): Promise<string[]>;
}

/** The site of a listing source. */
export interface ListingSite {
  /**
   * Returns the bytes at an address of https.
   * @throws InvalidInput if the address, or one that it redirects to, is not allowed
   * @throws VendorFailed if the site does not answer in time, answers badly or answers too much
   */
  download(address: string): Promise<Uint8Array>;
}

/** Keeps the report of the last run of the listing source. */
export interface SourceReports {
  /**
   * Returns the last report; undefined before the first run.
   * @throws VendorFailed
   */
  last(): Promise<SourceReport | undefined>;
  /**
   * Keeps a report in place of the last one.
   * @throws VendorFailed
   */
  keep(report: SourceReport): Promise<void>;
}
