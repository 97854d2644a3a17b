import { faint, type Print } from '@agent-locator/command-line/terminal.ts';
import { moment, words } from '#commands/display-text.ts';
import { toTable } from '#commands/text-table.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { Lead } from '#shared/domain/office/lead.ts';

/** Compares leads by urgency: first the earliest callback, then the latest contact. */
export function byUrgency(a: Lead, b: Lead): number {
  const [mine, theirs] = [a, b].map(({ callback_at: at }) => at ?? Number.POSITIVE_INFINITY);
  if (mine !== theirs) return (mine ?? 0) - (theirs ?? 0);
  return (b.updated_at ?? 0) - (a.updated_at ?? 0);
}

/** Prints leads, one a line. */
export function printLeads(
  print: Print,
  leads: readonly Lead[],
  { people, now }: { readonly people: readonly Broker[]; readonly now: number },
): void {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const rows = leads.map((lead) => [
    lead.contact,
    lead.updated_at === undefined ? '' : moment(lead.updated_at),
    lead.source ?? '',
    lead.deal ?? '',
    lead.rooms === undefined ? '' : `${lead.rooms} rooms`,
    lead.budget_ils === undefined ? '' : `${lead.budget_ils.toLocaleString('en')} ₪`,
    writingOf(lead),
    callbackOf(lead, now),
    lead.assigned_to === undefined ? '' : words(names.get(lead.assigned_to) ?? lead.assigned_to),
    [lead.name ?? hintOf(lead), lead.city, lead.notes, lead.callback_reason]
      .map((text) => words(text))
      .filter(Boolean)
      .join(' · '),
  ]);
  for (const line of toTable(rows)) print(line);
  const waiting = leads.filter((lead) => isDue(lead, now)).length;
  print(faint(`${leads.length} leads, ${waiting} to be called now`));
}

/** Whether the moment of the callback has come, also where its notice to the office failed. */
function isDue({ callback_at }: Lead, now: number): boolean {
  return callback_at !== undefined && callback_at <= now;
}

function callbackOf(lead: Lead, now: number): string {
  if (lead.callback_at === undefined) return '';
  return `${isDue(lead, now) ? 'CALL NOW, since' : 'call at'} ${moment(lead.callback_at)}`;
}

/** Returns the name of a WhatsApp profile, marked as one that nobody told. */
function hintOf({ profile_name }: Lead): string | undefined {
  return profile_name && `${profile_name} (WhatsApp)`;
}

function writingOf({ opted_out_at, consent_at }: Lead): string {
  if (opted_out_at !== undefined) return 'no messages';
  return consent_at === undefined ? '' : 'accepts messages';
}
