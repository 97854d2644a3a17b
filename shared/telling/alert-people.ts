import { mapInBatches } from '#shared/batches.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { prepare } from '#shared/domain/listings/prepared-home.ts';
import { isAlertFor, isKnownHome } from '#shared/domain/office/alert-match.ts';
import { isStaff } from '#shared/domain/office/broker.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import { log } from '#shared/log.ts';
import type { AlertedLeads, OfferedHomes } from '#shared/ports/alerts.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { Viewings } from '#shared/ports/viewings.ts';

/** The stores that tell whom a home fits. */
export type AlertPeopleParts = {
  readonly alertedLeads: Pick<AlertedLeads, 'agreed'>;
  readonly offeredHomes: OfferedHomes;
  readonly viewings: Pick<Viewings, 'ofContact'>;
  readonly brokers: Pick<KnownBrokers, 'active'>;
};

/**
 * The most contacts who are told of one home. A new sender may begin 250 conversations a day:
 * https://developers.facebook.com/docs/whatsapp/messaging-limits
 */
export const MAX_PEOPLE = 200;
/** The most leads that are read for one home: ten times those of a large office. */
const MAX_READ = 20_000;
/** Concurrent reads, few enough to leave the store to callers. */
const READ_AT_ONCE = 10;

/**
 * Returns the contacts whom a home fits and who may be told of it, those who agreed first in front.
 * @throws VendorFailed
 */
export async function peopleFor(
  parts: AlertPeopleParts,
  listing: Listing,
  now: number,
): Promise<Lead[]> {
  const { alertedLeads, offeredHomes, viewings, brokers } = parts;
  const [known, staff] = await Promise.all([offeredHomes.offered(listing.deal), brokers.active()]);
  // The catalogue may be older than the news.
  const offered = [...known.filter(({ id }) => id !== listing.id), ...prepare([listing])];
  const fitting: Lead[] = [];
  let read = 0;
  for await (const page of alertedLeads.agreed(listing.deal)) {
    fitting.push(...page.filter((lead) => isAlertFor({ home: listing, offered }, lead, now)));
    read += page.length;
    if (read >= MAX_READ) break;
  }
  const customers = fitting.filter(({ contact }) => !isStaff(staff, contact));
  const told = await mapInBatches(customers, READ_AT_ONCE, async (lead) =>
    isKnownHome(await viewings.ofContact(lead.contact, 0), listing.id) ? [] : [lead],
  );
  const people = told.flat().toSorted((one, other) => one.created_at - other.created_at);
  if (people.length > MAX_PEOPLE || read >= MAX_READ) {
    log.warn('alert.too-many', { listingId: listing.id, people: people.length, read });
  }
  return people.slice(0, MAX_PEOPLE);
}
