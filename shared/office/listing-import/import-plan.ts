import { isNewsTold, newsOf } from '#shared/domain/listings/home-news.ts';
import {
  isSameListing,
  type Listing,
  type ListingRow,
  toListing,
  toListingRow,
} from '#shared/domain/listings/listing.ts';
import type { ListingChange } from '#shared/ports/listing-sources.ts';

/** The effect of an import on each listing. */
export type ImportPlan = Readonly<
  Record<'added' | 'changed' | 'unchanged' | 'removed', readonly Listing[]>
>;

/** The removal of stored listings that a file does not name. */
export type Removal = {
  /** The moment of the removal, in epoch ms. */
  readonly at: number;
  /** The source whose listings may be removed; absent for those of files and people. */
  readonly source?: string;
  /** Ids that stay although the file does not name them well. */
  readonly keeps?: ReadonlySet<string>;
};

/** Compares a file's listings with the stored ones. With a removal, it also removes stored listings that the file does not name. */
export function planImport(
  wanted: readonly Listing[],
  standing: readonly ListingRow[],
  removal?: Removal,
): ImportPlan {
  const before = new Map(standing.map((row) => [row.id, row]));
  const plan = Object.groupBy(wanted, (listing) => {
    const row = before.get(listing.id);
    if (!row) return 'added';
    if (isSameListing(row, toListingRow(listing))) return 'unchanged';
    return listing.status === 'removed' && row.status === 'active' ? 'removed' : 'changed';
  });
  return {
    added: plan.added ?? [],
    changed: plan.changed ?? [],
    unchanged: plan.unchanged ?? [],
    removed: [...(plan.removed ?? []), ...(removal ? missing(wanted, standing, removal) : [])],
  };
}

function missing(
  wanted: readonly Listing[],
  standing: readonly ListingRow[],
  { at, source, keeps }: Removal,
): Listing[] {
  const named = new Set(wanted.map(({ id }) => id));
  return standing
    .filter((row) => row.status === 'active' && row.source === source)
    .filter(({ id }) => !named.has(id) && !keeps?.has(id))
    .map((row) => ({ ...toListing(row), status: 'removed', updated_at: at }));
}

/** Returns the writes of a plan, each in place of the row that was compared, with news to tell. */
export function changesOf(
  { added, changed, removed }: ImportPlan,
  standing: readonly ListingRow[],
): ListingChange[] {
  const before = new Map(standing.map((row) => [row.id, row]));
  const changes = [...added, ...changed, ...removed].map((wanted) => {
    const seen = before.get(wanted.id);
    return { wanted, seen, news: newsOf(wanted, seen) };
  });
  const count = changes.filter(({ news }) => news).length;
  if (isNewsTold(standing, count)) return changes;
  return changes.map(({ wanted, seen }) => ({ wanted, seen }));
}
