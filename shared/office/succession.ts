import { mapInBatches } from '#shared/batches.ts';
import { rankedBrokers } from '#shared/domain/office/assignment.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import type { Crm, Leads } from '#shared/ports/office.ts';
import type { Tasks } from '#shared/ports/tasks.ts';

/** Writes at once, few enough not to be throttled. */
const AT_ONCE = 10;

type SuccessionParts = {
  readonly crm: Pick<Crm, 'leads'>;
  readonly leads: Pick<Leads, 'assign'>;
  readonly tasks: Pick<Tasks, 'allOpen' | 'assign'>;
};

/** The numbers of leads and tasks that were handed on. */
export type Succession = { readonly leads: number; readonly tasks: number };

/**
 * Gives the open leads and tasks of a person who left to the others, by the rule of assignment. With nobody left,
 * they stay.
 * @throws VendorFailed, after which some of them may be handed on; another try does the rest
 */
export async function handOn(
  { crm, leads, tasks }: SuccessionParts,
  { id }: Pick<Broker, 'id'>,
  { people, at }: { readonly people: readonly Broker[]; readonly at: number },
): Promise<Succession> {
  const all = await crm.leads();
  const theirs = all.filter((lead) => lead.assigned_to === id && isOpen(lead));
  const moved = await mapInBatches(theirs, AT_ONCE, async (lead) => {
    const next = successorOf(lead, people);
    return (
      next && leads.assign(lead.contact, { to: next.id, from: id }, { source: lead.source, at })
    );
  });
  const byContact = new Map(all.map((lead) => [lead.contact, lead]));
  const owed = (await tasks.allOpen()).filter((task) => task.assigned_to === id);
  const given = await mapInBatches(owed, AT_ONCE, async (task) => {
    const { contact = task.id } = task;
    const next = successorOf(byContact.get(contact) ?? { contact }, people);
    return next && tasks.assign(task.id, next.id, at);
  });
  return { leads: moved.filter(Boolean).length, tasks: given.filter(Boolean).length };
}

function isOpen({ stage }: Lead): boolean {
  return stage !== 'won' && stage !== 'lost';
}

/** Returns the person for a lead; a contact with one lead and several tasks gets one person for all. */
function successorOf(
  { contact, deal, city }: Pick<Lead, 'contact' | 'deal' | 'city'>,
  people: readonly Broker[],
): Broker | undefined {
  return rankedBrokers(people, { deal, city }, contact)[0];
}
