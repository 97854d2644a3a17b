import type { Listing } from '#shared/domain/listings/listing.ts';
import { brokerOfHome } from '#shared/domain/office/assignment.ts';
import type { Broker } from '#shared/domain/office/broker.ts';

/** Returns the brokers that homes on offer name and that are nobody who works in the office, each once. */
export function unknownBrokers(
  listings: readonly Pick<Listing, 'broker' | 'status'>[],
  brokers: readonly Broker[],
): readonly string[] {
  const working = brokers.filter(({ active }) => active);
  const named = new Set(
    listings.flatMap(({ broker, status }) => (broker && status === 'active' ? broker : [])),
  );
  return [...named].filter((name) => brokerOfHome({ broker: name }, working) === undefined);
}
