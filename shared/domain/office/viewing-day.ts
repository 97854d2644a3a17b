import { officeDay } from './office-day.ts';
import { VIEWING_MINUTES, type Viewing } from './viewing.ts';

/** One row of `days`: the booked viewings of a day in Israel. One conditional write on its version decides a race. */
export type ViewingDay = {
  /** `2026-12-01`. */
  readonly day: string;
  /** 0 for a day that has no row yet. */
  readonly version: number;
  readonly intervals: readonly ViewingInterval[];
  /** The times that were freed, the latest last: calendars show their viewings as cancelled. */
  readonly freed?: readonly ViewingInterval[];
};

/** The time of a viewing in which home, broker and contact are taken, `to` excluded, in epoch ms. */
export type ViewingInterval = Pick<
  Viewing,
  'listing_id' | 'broker_id' | 'contact' | 'source_id'
> & {
  readonly viewing_id: string;
  readonly from: number;
  readonly to: number;
  /** When it was written: without a row in `viewings` it counts for seconds only. */
  readonly claimed_at: number;
  /** The intervals of the same day that it replaces; each counts until its row is cancelled. */
  readonly instead_of?: readonly ViewingInterval[];
};

/** The wish for a viewing, as far as it takes time of anybody. */
export type WantedInterval = Pick<Viewing, 'listing_id' | 'broker_id' | 'contact' | 'at'>;

/** The reasons against a half hour that somebody else has. */
export type Busy = 'taken' | 'contact_busy' | 'broker_busy';

/** An interval in the way of a wanted one. */
export type Clash = {
  readonly interval: ViewingInterval;
  readonly why: Busy;
  /** Whether another interval replaces it, so that only a booked row keeps it. */
  readonly isReplaced: boolean;
};

/** The length of one viewing, in ms. */
export const VIEWING_MS = VIEWING_MINUTES * 60_000;
/** The most viewings of a day: ten brokers without a pause. With 1 KB each, a row stays under DynamoDB’s 400 KB: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
export const MAX_VIEWINGS_A_DAY = 200;
/** The freed times that a day keeps: beside its viewings they leave the row half of its room. */
const MAX_FREED_A_DAY = 50;

/** Returns the interval of a viewing. */
export function intervalOf(viewing: Viewing, claimedAt: number): ViewingInterval {
  const { id, listing_id, broker_id, contact, source_id, at } = viewing;
  const [from, to] = [at, at + VIEWING_MS];
  const owners = { viewing_id: id, listing_id, ...(broker_id && { broker_id }), contact };
  return { ...owners, source_id, from, to, claimed_at: claimedAt };
}

/** Returns whether two viewings that begin at these moments (epoch ms) overlap. */
export function overlaps(one: number, other: number): boolean {
  return Math.abs(one - other) < VIEWING_MS;
}

/** Returns the intervals in the way of a viewing, those of the home first, without those of the given sources. */
export function clashesIn(
  { intervals }: ViewingDay,
  wanted: WantedInterval,
  own: ReadonlySet<string>,
): Clash[] {
  const all = intervals.flatMap((interval) => [
    { interval, isReplaced: false },
    ...(interval.instead_of ?? []).map((replaced) => ({ interval: replaced, isReplaced: true })),
  ]);
  const found = all.flatMap(({ interval, isReplaced }): Clash[] => {
    const why = busyWith(interval, wanted);
    return why && !own.has(interval.source_id) ? [{ interval, why, isReplaced }] : [];
  });
  return found.toSorted((one, other) => order.indexOf(one.why) - order.indexOf(other.why));
}

const order: readonly Busy[] = ['taken', 'contact_busy', 'broker_busy'];

function busyWith(interval: ViewingInterval, wanted: WantedInterval): Busy | undefined {
  if (!overlaps(interval.from, wanted.at)) return undefined;
  if (interval.listing_id === wanted.listing_id) return 'taken';
  if (interval.contact === wanted.contact) return 'contact_busy';
  const isTheirs = wanted.broker_id !== undefined && interval.broker_id === wanted.broker_id;
  return isTheirs ? 'broker_busy' : undefined;
}

/** Returns a day with an interval in place of those with the given sources, under the next version. */
export function withInterval(
  day: ViewingDay,
  interval: ViewingInterval,
  replaced: readonly Viewing[],
): ViewingDay {
  const ofThisDay = replaced.filter(({ at }) => officeDay(at) === day.day);
  const insteadOf = ofThisDay.map((viewing) => intervalOf(viewing, interval.claimed_at));
  const sources = new Set([interval, ...replaced].map(({ source_id }) => source_id));
  const left = withoutIntervals(day, sources);
  const added = { ...interval, ...(insteadOf.length > 0 && { instead_of: insteadOf }) };
  return { ...left, intervals: [...left.intervals, added] };
}

/**
 * Returns a day without the intervals of the given sources, under the next version. An interval that one of them
 * was to replace stands again, unless it is of the given sources too.
 */
export function withoutIntervals(day: ViewingDay, sources: ReadonlySet<string>): ViewingDay {
  const left = day.intervals.flatMap(({ instead_of: replaced = [], ...interval }) => {
    const kept = replaced.filter(({ source_id }) => !sources.has(source_id));
    if (sources.has(interval.source_id)) return kept;
    return [kept.length > 0 ? { ...interval, instead_of: kept } : interval];
  });
  return { ...day, version: day.version + 1, intervals: left };
}

/** Returns a day without the intervals of the given sources, which it keeps as freed, under the next version. */
export function withFreed(day: ViewingDay, sources: ReadonlySet<string>): ViewingDay {
  const over = day.intervals
    .flatMap(({ instead_of: replaced = [], ...interval }) => [interval, ...replaced])
    .filter(({ source_id }) => sources.has(source_id));
  const freed = [...(day.freed ?? []), ...over].slice(-MAX_FREED_A_DAY);
  return { ...withoutIntervals(day, sources), freed };
}

/** Returns the sources of all intervals of a day, also of replaced ones. */
export function sourcesIn({ intervals }: ViewingDay): string[] {
  return intervals.flatMap(({ source_id, instead_of = [] }) => [
    source_id,
    ...instead_of.map((replaced) => replaced.source_id),
  ]);
}

/** Returns a day with another contact in place of one, under the next version. Returns undefined if it holds nothing of them. */
export function withContact(day: ViewingDay, from: string, to: string): ViewingDay | undefined {
  const changed = ({ instead_of: replaced, ...interval }: ViewingInterval): ViewingInterval => ({
    ...interval,
    contact: interval.contact === from ? to : interval.contact,
    ...(replaced && { instead_of: replaced.map(changed) }),
  });
  const isTheirs = ({ contact, instead_of = [] }: ViewingInterval): boolean =>
    contact === from || instead_of.some(isTheirs);
  const { intervals, freed = [], ...rest } = day;
  if (![...intervals, ...freed].some(isTheirs)) return undefined;
  const version = day.version + 1;
  return { ...rest, version, intervals: intervals.map(changed), freed: freed.map(changed) };
}

/** Returns a day without anything of a contact, under the next version; undefined if it holds nothing of them. */
export function withoutContact(day: ViewingDay, contact: string): ViewingDay | undefined {
  const { intervals, freed = [] } = day;
  const isTheirs = (one: ViewingInterval) => one.contact === contact;
  if (![...intervals, ...freed].some(isTheirs)) return undefined;
  const sources = intervals
    .filter(isTheirs)
    .flatMap((one) => [one, ...(one.instead_of ?? [])])
    .map((one) => one.source_id);
  const kept = freed.filter((one) => !isTheirs(one));
  return { ...withoutIntervals(day, new Set(sources)), freed: kept };
}
