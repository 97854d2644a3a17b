import {
  isSameListing,
  type Listing,
  type ListingRow,
  toListing,
  toListingRow,
} from '#shared/domain/listings/listing.ts';

/** The effect of an import on each listing. */
export type ImportPlan = Readonly<
  Record<'added' | 'changed' | 'unchanged' | 'removed', readonly Listing[]>
>;

/** Compares a file's listings with the stored ones. With `removesMissingAt` (epoch ms), it also removes stored listings that the file does not name. */
export function planImport(
  wanted: readonly Listing[],
  standing: readonly ListingRow[],
  removesMissingAt?: number,
): ImportPlan {
  const before = new Map(standing.map((row) => [row.id, row]));
  const named = new Set(wanted.map(({ id }) => id));
  const plan = Object.groupBy(wanted, (listing) => {
    const row = before.get(listing.id);
    if (!row) return 'added';
    if (isSameListing(row, toListingRow(listing))) return 'unchanged';
    return listing.status === 'removed' && row.status === 'active' ? 'removed' : 'changed';
  });
  const missing =
    removesMissingAt === undefined
      ? []
      : standing.filter(({ id, status }) => status === 'active' && !named.has(id));
  return {
    added: plan.added ?? [],
    changed: plan.changed ?? [],
    unchanged: plan.unchanged ?? [],
    removed: [
      ...(plan.removed ?? []),
      ...missing.map((row) => ({
        ...toListing(row),
        status: 'removed' as const,
        updated_at: removesMissingAt ?? row.updated_at,
      })),
    ],
  };
}
