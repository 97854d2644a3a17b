import type { HomeNews, Listing, ListingRow } from './listing.ts';

/** A price that falls by less is a correction, and no reason to write to anybody. */
export const LEAST_FALL = 0.01;
/** An import with more news is a new source or a fault of the export: none of it is told. */
export const MAX_NEWS = 20;

/** Returns the news in a change of a home; undefined if there is none. */
export function newsOf(
  wanted: Listing,
  seen: Pick<Listing, 'status' | 'price_ils'> | undefined,
): HomeNews | undefined {
  const { status, price_ils: price, updated_at: at } = wanted;
  if (status !== 'active') return undefined;
  if (!seen) return { kind: 'new', at };
  if (seen.status !== 'active') return { kind: 'back', at };
  const fall = seen.price_ils - price;
  return fall > 0 && fall >= seen.price_ils * LEAST_FALL
    ? { kind: 'cheaper', at, from_ils: seen.price_ils }
    : undefined;
}

/** Returns whether the news of an import is told. That of a first import, and too much news, is not. */
export function isNewsTold(standing: readonly ListingRow[], count: number): boolean {
  return count <= MAX_NEWS && standing.some(({ status }) => status === 'active');
}
