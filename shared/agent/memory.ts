import { watchDeadlines } from '#shared/deadlines.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import type { Task } from '#shared/domain/office/task.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import type { Interactions } from '#shared/ports/messages.ts';
import type { Leads, Listings } from '#shared/ports/office.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import type { Viewings } from '#shared/ports/viewings.ts';
import { survive } from '#shared/survival.ts';

/** The facts known of a contact; unknown and unreadable ones are absent. */
export type Memory = {
  readonly lead?: Lead | undefined;
  readonly viewings?: readonly Viewing[] | undefined;
  /** The homes of the viewings ahead. */
  readonly homes?: readonly Listing[] | undefined;
  /** The tasks of the office for them; done ones too. */
  readonly tasks?: readonly Task[] | undefined;
  /** Newest first. */
  readonly conversations?: readonly Interaction[] | undefined;
};

/** The stores that hold memories. */
export type MemoryParts = {
  readonly leads: Pick<Leads, 'find'>;
  readonly viewings: Pick<Viewings, 'ofContact'>;
  readonly tasks: Pick<Tasks, 'ofContact'>;
  readonly interactions: Pick<Interactions, 'recent'>;
  readonly listings: Pick<Listings, 'find'>;
  readonly now?: () => number;
};

const MAX_CONVERSATIONS = 5;
const MAX_VIEWINGS = 3;

/** Returns the facts that could be read of a contact before the signal aborted; never throws. */
export async function recall(
  { leads, viewings, tasks, interactions, listings, now = Date.now }: MemoryParts,
  contact: string | undefined,
  signal: AbortSignal,
): Promise<Memory> {
  if (!contact || signal.aborted) return {};
  using reading = watchDeadlines('dynamodb', signal);
  const read = async <T>(ask: () => Promise<T>) => reading.race(ask());
  const partOf = <T>(ask: () => Promise<T>) => survive('memory.partial', read(ask));
  const known = partOf(() => viewings.ofContact(contact, now()));
  const homesOf = async (ids: readonly string[]) => {
    if (ids.length === 0) return undefined;
    const found = await partOf(() => Promise.all(ids.map((id) => listings.find(id))));
    return found?.filter((home) => home !== undefined);
  };
  const [lead, theirs, homes, owed, conversations] = await Promise.all([
    partOf(() => leads.find(contact)),
    known,
    known.then((all = []) => homesOf(bookedAhead(all, now()).map(({ listing_id: id }) => id))),
    partOf(() => tasks.ofContact(contact)),
    partOf(() => interactions.recent(contact, MAX_CONVERSATIONS)),
  ]);
  return { lead, viewings: theirs, ...(homes && { homes }), tasks: owed, conversations };
}

/** Returns the viewings that a briefing tells. */
export function bookedAhead(viewings: readonly Viewing[], now: number): readonly Viewing[] {
  return viewings
    .filter(({ status, at }) => status === 'booked' && at >= now)
    .slice(0, MAX_VIEWINGS);
}
