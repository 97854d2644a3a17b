import { isCallable } from '#shared/domain/office/contact.ts';
import type { ContactJoins } from '#shared/ports/contacts.ts';
import type { Crm, Leads } from '#shared/ports/office.ts';

/** The stores that a join changes. */
export type JoinParts = {
  readonly joins: ContactJoins;
  readonly leads: Pick<Leads, 'find'>;
  readonly crm: Pick<Crm, 'interactionsOf'>;
};

/** The moved rows of each table; `unknown` for a user who never wrote, `joined-elsewhere` for one of another contact. */
export type Joined = 'unknown' | 'joined-elsewhere' | Readonly<Record<string, number>>;

/**
 * Joins a WhatsApp user without a number to a contact, at a moment in epoch ms. New messages go to the contact first,
 * then earlier rows are moved. An interrupted join goes on when it is repeated.
 * @throws VendorFailed if the store fails.
 */
export async function joinContact(
  { joins, leads, crm }: JoinParts,
  { user, contact }: { readonly user: string; readonly contact: string },
  at: number,
): Promise<Joined> {
  const isKnown = (await leads.find(user)) ?? (await crm.interactionsOf(user)).length > 0;
  const isJoined = (await joins.contactOf(user)) !== user;
  if (!isKnown && !isJoined) return 'unknown';
  if (!(await joins.alias(user, contact, at))) return 'joined-elsewhere';
  return joins.moveRows(user, contact);
}

/** Returns whether two addresses can be joined: a WhatsApp user without a number, and a number. */
export function canJoin(user: string, contact: string): boolean {
  return !isCallable(user) && isCallable(contact);
}
