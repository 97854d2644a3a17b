import { faint, type Print } from '@agent-locator/command-line/terminal.ts';
import { moment, words } from '#commands/display-text.ts';
import {
  dueInWords,
  inOrderOfWork,
  kindInWords,
  type TaskClock,
} from '#commands/office/tasks-view.ts';
import { toTable } from '#commands/text-table.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import { standingConsent } from '#shared/domain/office/consent.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import type { Task } from '#shared/domain/office/task.ts';

/** A lead with the office's open tasks for them, in the order of work. */
export type LeadWithTasks = Lead & { readonly tasks: readonly Task[] };

/** Returns leads with their tasks: first those whose task is the most pressing, then the latest contact. */
export function withTasks(
  leads: readonly Lead[],
  open: readonly Task[],
  now: number,
): LeadWithTasks[] {
  const order = inOrderOfWork(open, now);
  const placeOf = ({ tasks: [first] }: LeadWithTasks) =>
    first ? order.indexOf(first) : order.length;
  return leads
    .map((lead) => ({ ...lead, tasks: order.filter(({ contact }) => contact === lead.contact) }))
    .toSorted(
      (one, other) =>
        placeOf(one) - placeOf(other) || (other.updated_at ?? 0) - (one.updated_at ?? 0),
    );
}

/** Prints leads, one a line. */
export function printLeads(
  print: Print,
  leads: readonly LeadWithTasks[],
  { people, clock }: { readonly people: readonly Broker[]; readonly clock: TaskClock },
): void {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const rows = leads.map((lead) => [
    lead.contact,
    lead.updated_at === undefined ? '' : moment(lead.updated_at),
    lead.source ?? '',
    lead.stage ?? '',
    lead.deal ?? '',
    lead.rooms === undefined ? '' : `${lead.rooms} rooms`,
    lead.budget_ils === undefined ? '' : `${lead.budget_ils.toLocaleString('en')} ₪`,
    writingOf(lead),
    taskOf(lead, clock),
    lead.assigned_to === undefined ? '' : words(names.get(lead.assigned_to) ?? lead.assigned_to),
    [
      lead.name ?? hintOf(lead),
      phonesOf(lead),
      lead.city,
      lead.notes,
      lead.tasks[0]?.words,
      lead.card?.lines[0],
    ]
      .map((text) => words(text))
      .filter(Boolean)
      .join(' · '),
  ]);
  for (const line of toTable(rows)) print(line);
  const waiting = leads.filter(({ tasks }) =>
    tasks.some(({ due_at }) => due_at <= clock.now),
  ).length;
  print(faint(`${leads.length} leads, ${waiting} who wait for the office now`));
}

function taskOf({ tasks: [first, ...more] }: LeadWithTasks, clock: TaskClock): string {
  if (!first) return '';
  const others = more.length > 0 ? ` (+${more.length})` : '';
  return `${kindInWords(first)}: ${dueInWords(first, clock)}${others}`;
}

/** Returns the further numbers of a lead: `also +972521112233`. */
function phonesOf({ phones = [] }: LeadWithTasks): string | undefined {
  return phones.length > 0 ? `also ${phones.join(', ')}` : undefined;
}

/** Returns the name of a WhatsApp profile, marked as one that nobody told. */
function hintOf({ profile_name }: Lead): string | undefined {
  return profile_name && `${profile_name} (WhatsApp)`;
}

function writingOf({ opted_out_at, consent_at, consents }: Lead): string {
  if (opted_out_at !== undefined) return 'no messages';
  const accepted = [
    consent_at !== undefined && 'messages',
    standingConsent(consents, 'alerts') && 'alerts',
  ].filter(Boolean);
  return accepted.length > 0 ? `accepts ${accepted.join(', ')}` : '';
}
