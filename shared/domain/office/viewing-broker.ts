import type { Listing } from '#shared/domain/listings/listing.ts';
import { brokerOfHome, brokerOfLead, rankedBrokers } from './assignment.ts';
import type { Broker } from './broker.ts';
import type { Lead } from './lead.ts';

type Home = Pick<Listing, 'id' | 'deal' | 'city' | 'neighbourhood' | 'broker'>;

/**
 * Returns the id of the person who shows a home to a contact. The home’s own comes first, then the contact’s, then
 * the one whom the contact will get. A name that is nobody’s in `brokers` counts for nothing; undefined in an office without people.
 */
export function brokerOf(
  home: Home,
  {
    contact,
    lead,
    brokers,
  }: {
    readonly contact: string;
    readonly lead: Pick<Lead, 'assigned_to'> | undefined;
    readonly brokers: readonly Broker[];
  },
): string | undefined {
  const known =
    brokerOfHome(home, brokers) ??
    brokerOfLead(lead, brokers) ??
    rankedBrokers(brokers, home, contact)[0];
  // People who could not be read leave the lead's own.
  return known?.id ?? lead?.assigned_to;
}
