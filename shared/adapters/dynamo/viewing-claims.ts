import { officeDay } from '#shared/domain/office/office-day.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import {
  type Busy,
  type Clash,
  clashesIn,
  intervalOf,
  MAX_VIEWINGS_A_DAY,
  overlaps,
  type ViewingDay,
  withInterval,
  withoutIntervals,
} from '#shared/domain/office/viewing-day.ts';
import type { DynamoDb } from './table-client.ts';
import { viewingDays } from './viewing-days.ts';
import { viewingRows } from './viewing-rows.ts';

/**
 * How long an interval counts whose row is missing. Its writer died between the two, or is about to write it.
 * Far longer than a writer works, and than clocks differ.
 */
export const CLAIM_MS = 60_000;

/** The time of a day that is held for a viewing, or the reason why it is not. */
export type Claim =
  | {
      readonly claimedAt: number;
      /** The sources of the rows that the viewing may be written over. */
      readonly sources: readonly string[];
      /** The contact’s viewings that it replaces. */
      readonly replaced: readonly Viewing[];
    }
  /** The same viewing was booked before. */
  | { readonly standing: Viewing; readonly replaced: readonly Viewing[] }
  | { readonly refused: Busy | 'day_full' };

/** Holds the time of viewings in `days`, before their rows are written. */
export function viewingClaims(db: DynamoDb) {
  const [days, rows] = [viewingDays(db), viewingRows(db)];

  /** Returns whether a clash is real: its row is booked, or may still be written. */
  const stands = async ({ interval, isReplaced }: Clash): Promise<boolean> => {
    const row = await rows.find(interval.viewing_id);
    if (row?.source_id === interval.source_id) return row.status === 'booked';
    return !isReplaced && Date.now() - interval.claimed_at < CLAIM_MS;
  };

  /** Returns the first clash that is real, and the sources of those that are not. */
  const sorted = async (clashes: readonly Clash[]) => {
    const isReal = await Promise.all(clashes.map(stands));
    const stale = clashes.filter((_, index) => !isReal[index]);
    return {
      clash: clashes.find((_, index) => isReal[index]),
      stale: stale.map(({ interval }) => interval.source_id),
    };
  };

  const decide = async (
    { wanted, given }: { readonly wanted: Viewing; readonly given: readonly Viewing[] },
    seen: ViewingDay,
    around: readonly Viewing[],
  ) => {
    const isSameHome = (one: Pick<Viewing, 'contact' | 'listing_id'>) =>
      one.contact === wanted.contact && one.listing_id === wanted.listing_id;
    const near = around.filter(isSameHome);
    const known = new Set(given.map(({ source_id }) => source_id));
    const replaced = [...given, ...near.filter(({ source_id }) => !known.has(source_id))];
    const standing = near.find(({ at }) => at === wanted.at);
    if (standing) {
      const isHeld = seen.intervals.some(({ source_id }) => source_id === standing.source_id);
      const next = isHeld ? undefined : withInterval(seen, intervalOf(standing, Date.now()), []);
      const { source_id: source } = standing;
      const others = replaced.filter(({ source_id }) => source_id !== source);
      return { next, outcome: { standing, replaced: others } };
    }
    if (near.length < around.length) return refused('taken');
    // A booking of the same home by the same contact that was left half done gives way.
    const own = seen.intervals.filter((one) => isSameHome(one) && overlaps(one.from, wanted.at));
    const sources = new Set([wanted, ...replaced, ...own].map(({ source_id }) => source_id));
    const { clash, stale } = await sorted(clashesIn(seen, wanted, sources));
    if (clash) return refused(clash.why);
    const givenUp = new Set([...sources, ...stale]);
    const { intervals } = withoutIntervals(seen, givenUp);
    if (intervals.length >= MAX_VIEWINGS_A_DAY) return refused('day_full');
    const claimedAt = Date.now();
    const next = withInterval({ ...seen, intervals }, intervalOf(wanted, claimedAt), replaced);
    return { next, outcome: { claimedAt, sources: [...sources], replaced } };
  };

  return {
    /**
     * Holds the time of a viewing, in place of others of the same contact.
     * @throws VendorFailed
     */
    async claim(wanted: Viewing, given: readonly Viewing[]): Promise<Claim> {
      // The first try reads the rows beside the day: a caller waits.
      const first = rows.around(wanted);
      let early: typeof first | undefined = first;
      const claimed = days.change<Claim>(officeDay(wanted.at), async (seen) => {
        const around = await (early ?? rows.around(wanted));
        early = undefined;
        return decide({ wanted, given }, seen, around);
      });
      const [claim] = await Promise.all([claimed, first]);
      return claim;
    },

    /** Frees the time of a viewing. @throws VendorFailed */
    release: ({ at, source_id }: Pick<Viewing, 'at' | 'source_id'>): Promise<void> =>
      days.free(officeDay(at), new Set([source_id])),

    /**
     * Returns the first of some moments (epoch ms) at which home, broker and contact are free: at most `count`.
     * @throws VendorFailed
     */
    async firstFree(
      wanted: Pick<Viewing, 'listing_id' | 'broker_id' | 'contact'>,
      moments: Iterable<number>,
      count: number,
    ): Promise<number[]> {
      const free: number[] = [];
      let seen: ViewingDay | undefined;
      for (const at of moments) {
        const day = officeDay(at);
        if (seen?.day !== day) seen = await days.read(day);
        const here = { ...wanted, at };
        if (seen.intervals.length >= MAX_VIEWINGS_A_DAY) continue;
        if ((await sorted(clashesIn(seen, here, new Set()))).clash) continue;
        if ((await rows.around(here)).length > 0) continue;
        free.push(at);
        if (free.length === count) break;
      }
      return free;
    },
  };
}

function refused(why: Busy | 'day_full') {
  return { outcome: { refused: why } };
}
