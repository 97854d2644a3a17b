import { readColumnMap } from '#shared/domain/listings/column-map.ts';
import type { Listing, ListingRow } from '#shared/domain/listings/listing.ts';
import type { SourceReport, SourceTrouble } from '#shared/domain/listings/source-report.ts';
import type { OfficeSettings } from '#shared/domain/office/office-settings.ts';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';
import type { Brokers } from '#shared/ports/brokers.ts';
import type { ListingChanges, ListingSite, SourceReports } from '#shared/ports/listing-sources.ts';
import type { Listings } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import type { Problem } from './file-record.ts';
import { changesOf, planImport } from './import-plan.ts';
import { readListingBytes } from './listing-file.ts';
import { type ReadListings, readListings } from './listing-reading.ts';
import { unknownBrokers } from './unknown-brokers.ts';

/** The stores of a run, and the site. */
export type SourceParts = {
  readonly site: ListingSite;
  readonly listings: Pick<Listings, 'all'>;
  readonly changes: ListingChanges;
  readonly reports: Pick<SourceReports, 'keep'>;
  readonly brokers: Pick<Brokers, 'all'>;
};

/** The settings of the source. */
export type SourceSettings = Pick<
  OfficeSettings,
  'listings_url' | 'listings_format' | 'listings_map'
>;

/** The moment of a run in epoch ms, and whether the owner agreed that many homes vanish. */
export type SourceRun = { readonly at: number; readonly acceptsRemovals?: boolean };

/** The name of the only source in the column `source`; another address of it leaves the homes as they are. */
const SOURCE = 'url';
/** The share of the source's homes that may be missing at once: more is a fault of the export. */
const MAX_VANISHING_SHARE = 0.3;
/** A small office may lose this many at once, whatever their share: it sells some every week. */
const MAX_VANISHING = 3;
/** A report is read by a person, and the store takes 400 KB in one row. */
const MAX_PROBLEMS = 50;
const MAX_IDS = 100;
const MAX_CHARACTERS = 300;

/**
 * Reads the listing source, changes the homes that it holds, and keeps a report. Homes of files and people stay as they
 * are. Returns the report; undefined if the office has no source.
 * @throws VendorFailed if the store fails
 */
export async function runSource(
  { site, listings, changes, reports, brokers }: SourceParts,
  settings: SourceSettings,
  run: SourceRun,
): Promise<SourceReport | undefined> {
  const { listings_url: address } = settings;
  if (!address) return undefined;
  const host = URL.parse(address)?.hostname ?? '';
  const finish = async (outcome: Partial<SourceReport>): Promise<SourceReport> => {
    const { kept = [], overtaken = [] } = outcome;
    const ids = { kept: kept.slice(0, MAX_IDS), overtaken: overtaken.slice(0, MAX_IDS) };
    const report = { ...nothing, ...outcome, ...ids, at: run.at, host };
    await reports.keep(report);
    return report;
  };

  const read = await readSource(site, { ...settings, address }, run.at);
  if ('reason' in read) return await finish({ outcome: 'failed', ...read });
  const counts = countsOf(read);
  if (read.listings.length === 0) {
    const detail = 'no row can be accepted';
    return await finish({ ...counts, outcome: 'refused', reason: 'no-row-accepted', detail });
  }
  const [standing, people] = await Promise.all([
    listings.all(),
    survive('listing-source.brokers-unread', brokers.all()),
  ]);
  const { plan, kept, own, vanishing, spared } = planSource(read, standing, run);
  if (!run.acceptsRemovals && vanishing > Math.max(MAX_VANISHING, MAX_VANISHING_SHARE * own)) {
    const detail = `${vanishing} of ${own} homes would leave the market without being named`;
    return await finish({
      ...counts,
      kept,
      outcome: 'refused',
      reason: 'too-many-would-vanish',
      detail,
    });
  }
  const overtaken = await changes.apply(changesOf(plan, standing));
  return await finish({
    ...counts,
    outcome: 'imported',
    added: plan.added.length,
    changed: plan.changed.length,
    unchanged: plan.unchanged.length,
    removed: plan.removed.length,
    ...(spared > 0 && { spared }),
    kept,
    overtaken,
    // Without the people of the office every name would be an unknown one.
    unknown_brokers: (people ? unknownBrokers(read.listings, people) : [])
      .slice(0, MAX_PROBLEMS)
      .map((name) => name.slice(0, MAX_CHARACTERS)),
  });
}

const nothing = {
  outcome: 'failed',
  rows: 0,
  accepted: 0,
  added: 0,
  changed: 0,
  unchanged: 0,
  removed: 0,
  kept: [],
  overtaken: [],
  problems: [] as readonly Problem[],
  problem_count: 0,
} as const;

function countsOf({ rows, listings, problems }: ReadListings) {
  return {
    rows,
    accepted: listings.length,
    problems: problems.slice(0, MAX_PROBLEMS).map(({ row, column, message }) => ({
      row,
      column: column.slice(0, MAX_CHARACTERS),
      message: message.slice(0, MAX_CHARACTERS),
    })),
    problem_count: problems.length,
  };
}

async function readSource(
  site: ListingSite,
  {
    address,
    listings_format: format,
    listings_map: map = '',
  }: SourceSettings & { address: string },
  at: number,
): Promise<ReadListings | { readonly reason: SourceTrouble; readonly detail: string }> {
  const ownNames = readColumnMap(map);
  let reason: SourceTrouble = 'not-fetched';
  try {
    const bytes = await site.download(address);
    reason = 'not-readable';
    return readListings(readListingBytes(bytes, format, ownNames), at, { ownNames });
  } catch (error) {
    if (error instanceof InvalidInput || error instanceof VendorFailed) {
      return { reason, detail: error.message };
    }
    throw error;
  }
}

/** Compares the source with its own homes; ids that a file or a person holds are kept apart. */
function planSource(
  read: ReadListings,
  standing: readonly ListingRow[],
  { at, acceptsRemovals = false }: SourceRun,
) {
  const others = new Set(standing.filter(({ source }) => source !== SOURCE).map(({ id }) => id));
  const wanted: Listing[] = read.listings
    .filter(({ id }) => !others.has(id))
    .map((listing) => ({ ...listing, source: SOURCE }));
  const removal = { at, source: SOURCE, keeps: read.refusedIds };
  const plan = planImport(wanted, standing, removal);
  const named = planImport(wanted, standing);
  const vanishing = plan.removed.length - named.removed.length;
  const isCertain = read.areIdsKnown || acceptsRemovals;
  return {
    plan: isCertain ? plan : named,
    vanishing: isCertain ? vanishing : 0,
    spared: isCertain ? 0 : vanishing,
    kept: read.listings.map(({ id }) => id).filter((id) => others.has(id)),
    own: standing.filter(({ source, status }) => source === SOURCE && status === 'active').length,
  };
}
