import { mapInBatches } from '#shared/batches.ts';
import { matterOf, rankedBrokers } from '#shared/domain/office/assignment.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import { toOfficeTime } from '#shared/domain/office/office-day.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import type { Crm, Leads } from '#shared/ports/office.ts';
import type { Tasks } from '#shared/ports/tasks.ts';

/** Writes at once, few enough not to be throttled. */
const AT_ONCE = 10;

/** Longer than a viewing may be ahead. */
const HORIZON_MS = 366 * 24 * 3_600_000;

type SuccessionParts = {
  readonly crm: Pick<Crm, 'leads' | 'viewingsBetween'>;
  readonly leads: Pick<Leads, 'assign'>;
  readonly tasks: Pick<Tasks, 'allOpen' | 'assign' | 'open'>;
};

/** The numbers of leads and tasks that were handed on, and of viewings for which somebody else must be found. */
export type Succession = {
  readonly leads: number;
  readonly tasks: number;
  readonly viewings: number;
};

/**
 * Gives the open leads and tasks of a person who left to the others, by the rule of assignment. With nobody left,
 * they stay. Each of their viewings ahead becomes a task: somebody else must show the home.
 * @throws VendorFailed, after which some of them may be handed on; another try does the rest
 */
export async function handOn(
  { crm, leads, tasks }: SuccessionParts,
  { id, name }: Pick<Broker, 'id' | 'name'>,
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
    return next && tasks.assign(task, next.id, at);
  });
  const booked = await crm.viewingsBetween(at, at + HORIZON_MS);
  const ahead = booked.filter((one) => one.broker_id === id && one.status === 'booked');
  await mapInBatches(ahead, AT_ONCE, (viewing) => {
    const { contact } = viewing;
    const next = successorOf(byContact.get(contact) ?? { contact }, people);
    return tasks.open({ ...orphaned(viewing, name, at), assigned_to: next?.id });
  });
  return {
    leads: moved.filter(Boolean).length,
    tasks: given.filter(Boolean).length,
    viewings: ahead.length,
  };
}

/** Returns the task to find somebody else for a viewing. */
function orphaned(viewing: Viewing, name: string, at: number) {
  const { contact, listing_id, source_id, name: customer } = viewing;
  return {
    id: `viewing-left-${source_id}`,
    kind: 'viewing',
    contact,
    listing_id,
    ...(customer && { name: customer }),
    words: `לביקור ב-${toOfficeTime(viewing.at)} דרוש סוכן אחר במקום ${name}`,
    due_at: at,
    state: 'open',
    channel: 'phone',
    created_at: at,
    updated_at: at,
  } as const;
}

function isOpen({ stage }: Lead): boolean {
  return stage !== 'won' && stage !== 'lost';
}

/** Returns the person for a lead; a contact with one lead and several tasks gets one person for all. */
function successorOf(
  lead: Pick<Lead, 'contact' | 'deal' | 'city' | 'property'>,
  people: readonly Broker[],
): Broker | undefined {
  return rankedBrokers(people, matterOf(lead), lead.contact)[0];
}
