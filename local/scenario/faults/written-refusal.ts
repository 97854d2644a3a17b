import type { ContactRecords } from '#local/world/crm.ts';
import { standingConsent } from '#shared/domain/office/consent.ts';
import type { Injector } from './fault.ts';

/** The word that ends all messages of the office. */
const REFUSAL = 'הסר';

/** Has the caller write the refusal; resolves once it is answered. */
export const injectOptOut: Injector<'opt-out'> = async (_fault, { world, from }) => {
  if (!world.exchange) throw new Error('A world without an exchange has no customers.');
  await world.exchange.whatsApp.customer(from).write({ text: REFUSAL }).posted;
  return undefined;
};

/** Returns whether a contact is not written to, and no consent outweighs that. */
export function isRefusalInForce({ lead }: ContactRecords): boolean {
  const consents = (['messages', 'alerts'] as const).map((to) =>
    standingConsent(lead?.consents, to),
  );
  return (
    lead?.opted_out_at !== undefined &&
    lead.consent_at === undefined &&
    consents.every((consent) => consent === undefined)
  );
}
