import type { Listing } from '#shared/domain/listings/listing.ts';
import type { Lead } from './lead.ts';

/** Returns the broker who shows a home to a contact: the home’s own, else the contact’s; undefined without either. */
export function brokerOf(
  { broker }: Pick<Listing, 'broker'>,
  lead: Pick<Lead, 'assigned_to'> | undefined,
): string | undefined {
  return broker ?? lead?.assigned_to;
}
