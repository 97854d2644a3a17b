import { mapInBatches } from '#shared/batches.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import type { ViewingInterval } from '#shared/domain/office/viewing-day.ts';
import type { ViewingDays } from '#shared/ports/viewing-days.ts';
import type { Viewings } from '#shared/ports/viewings.ts';

/** The stores that the viewings of days are read from. */
export type DayViewingsParts = {
  readonly days: Pick<ViewingDays, 'read'>;
  readonly viewings: Pick<Viewings, 'find'>;
};

/** The rows that are read at once: the store serves callers at the same time. */
const READ_AT_ONCE = 20;
/** More than one person shows in two months. The soonest ones are read. */
const MAX_VIEWINGS = 500;

/**
 * Returns the wanted viewings of some days, the soonest first, also those that were cancelled there. Times without
 * their row are left out.
 * @throws VendorFailed
 */
export async function viewingsOfDays(
  { days, viewings }: DayViewingsParts,
  wanted: readonly string[],
  isWanted: (interval: ViewingInterval) => boolean,
): Promise<Viewing[]> {
  const read = await mapInBatches(wanted, READ_AT_ONCE, (day) => days.read(day));
  const held = read
    .flatMap(({ intervals, freed = [] }) => [...intervals, ...freed])
    .filter(isWanted)
    .toSorted((one, other) => one.from - other.from);
  const bySource = new Map(held.map((one) => [one.source_id, one]));
  const found = await mapInBatches(
    [...bySource.values()].slice(0, MAX_VIEWINGS),
    READ_AT_ONCE,
    async ({ viewing_id, source_id }) => {
      const row = await viewings.find(viewing_id);
      return row?.source_id === source_id ? [row] : [];
    },
  );
  return found.flat();
}
