import {
  brokerOfLead,
  type Matter,
  matterOf,
  rankedBrokers,
} from '#shared/domain/office/assignment.ts';
import { isStaff } from '#shared/domain/office/broker.ts';
import type { LeadOrigin } from '#shared/domain/office/lead.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { Leads } from '#shared/ports/office.ts';

type AssignmentParts = {
  readonly leads: Pick<Leads, 'find' | 'assign'>;
  readonly brokers: Pick<KnownBrokers, 'active' | 'hasLeft'>;
};

/**
 * Gives a contact's lead to a person of the office, and returns the id of the person who has it. A lead keeps its
 * broker until they are known to have left. A person whom this process does not know yet may be new. A person of the
 * office who tries the agent makes no lead.
 * @throws VendorFailed
 */
export async function assignLead(
  { leads, brokers }: AssignmentParts,
  { contact, ...matter }: Matter & { readonly contact: string },
  origin: LeadOrigin,
): Promise<string | undefined> {
  const people = await brokers.active();
  if (people.length === 0 || isStaff(people, contact)) return undefined;
  const lead = await leads.find(contact);
  const from = lead?.assigned_to;
  if (brokerOfLead(lead, people) || (from !== undefined && !brokers.hasLeft(from))) return from;
  const [best] = rankedBrokers(people, { ...matterOf(lead), ...matter }, contact);
  if (!best) return undefined;
  if (await leads.assign(contact, { to: best.id, from }, origin)) return best.id;
  return (await leads.find(contact))?.assigned_to;
}
