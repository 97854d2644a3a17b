import type { Listing } from '#shared/domain/listings/listing.ts';
import { addressTold } from '#shared/domain/listings/told-address.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import { readableNumber } from '#shared/domain/office/dictated-number.ts';
import { officeDay, toOfficeTime } from '#shared/domain/office/office-day.ts';
import { taskInWords } from '#shared/domain/office/task-words.ts';
import type { ViewingInterval } from '#shared/domain/office/viewing-day.ts';
import type { Leads, Listings } from '#shared/ports/office.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import type { ViewingDays } from '#shared/ports/viewing-days.ts';

/** The stores that the day of a person is read from. */
export type AgendaParts = {
  readonly days: Pick<ViewingDays, 'read'>;
  readonly listings: Pick<Listings, 'find'>;
  readonly leads: Pick<Leads, 'find'>;
  readonly tasks: Pick<Tasks, 'allOpen'>;
};

/** The most lines of each part: a message is read on a phone. */
const MAX_LINES = 8;

/**
 * Returns a person's day in one line: viewings, and tasks that are due. Undefined if there is nothing.
 * An owner sees all; the others see their own, and what is nobody's.
 * @throws VendorFailed
 */
export async function agendaOf(
  parts: AgendaParts,
  person: Broker,
  now: number,
): Promise<string | undefined> {
  const { intervals } = await parts.days.read(officeDay(now));
  const viewings = intervals
    .filter(({ broker_id, to }) => isSeenBy(person, broker_id) && to > now)
    .toSorted((one, other) => one.from - other.from);
  const dayEnds = officeDay(now);
  const due = (await parts.tasks.allOpen()).filter(
    (task) => isSeenBy(person, task.assigned_to) && officeDay(task.due_at) <= dayEnds,
  );
  if (viewings.length === 0 && due.length === 0) return undefined;
  const shown = await Promise.all(viewings.slice(0, MAX_LINES).map((one) => lineOf(parts, one)));
  return [
    ...partOf('ביקורים', viewings.length, shown),
    ...partOf('משימות', due.length, due.slice(0, MAX_LINES).map(taskInWords)),
  ].join(' | ');
}

/** Returns whether a person may read what belongs to a broker, or to nobody. */
export function isSeenBy({ id, role }: Broker, owner: string | undefined): boolean {
  return role === 'owner' || owner === undefined || owner === id;
}

function partOf(title: string, count: number, lines: readonly string[]): string[] {
  if (count === 0) return [];
  const rest = count > lines.length ? [`ועוד ${count - lines.length}`] : [];
  return [`${title}: ${count}`, ...lines, ...rest];
}

async function lineOf(
  { listings, leads }: AgendaParts,
  { from, listing_id, contact }: ViewingInterval,
): Promise<string> {
  const [listing, lead] = await Promise.all([listings.find(listing_id), leads.find(contact)]);
  const time = toOfficeTime(from).slice('2026-11-23T'.length);
  const place = listing ? placeOf(listing) : listing_id;
  return `${time} ${place} · ${lead?.name ?? ''} ${readableNumber(contact)}`.replace(/\s+/g, ' ');
}

function placeOf(listing: Listing): string {
  const address = addressTold(listing, { house_number: 'told' }, true);
  return [address ?? listing.neighbourhood, listing.city].filter(Boolean).join(', ');
}
