import type { Listing } from '#shared/domain/listings/listing.ts';
import { addressTold } from '#shared/domain/listings/told-address.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import { readableNumber } from '#shared/domain/office/dictated-number.ts';
import { dayInWords } from '#shared/domain/office/moment-words.ts';
import { officeDay, toOfficeTime } from '#shared/domain/office/office-day.ts';
import { MAX_BLANK_CHARS } from '#shared/domain/office/staff-message.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { taskHeading, taskInWords } from '#shared/domain/office/telling-words.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import { VIEWING_MS } from '#shared/domain/office/viewing-day.ts';
import { type DayViewingsParts, viewingsOfDays } from '#shared/office/day-viewings.ts';
import type { Leads, Listings } from '#shared/ports/office.ts';
import type { Tasks } from '#shared/ports/tasks.ts';

/** The stores that the day of a person is read from. */
export type AgendaParts = DayViewingsParts & {
  readonly listings: Pick<Listings, 'find'>;
  readonly leads: Pick<Leads, 'find'>;
  readonly tasks: Pick<Tasks, 'allOpen'>;
};

/** The booked viewings of a day that are not over, and the open tasks that are due by its end. */
export type Agenda = { readonly viewings: readonly Viewing[]; readonly tasks: readonly Task[] };

/** An agenda as a person reads it, and the tasks that its words name. */
export type ToldAgenda = { readonly text: string; readonly named: readonly Task[] };

/** The most lines of each part: a message is read on a phone. */
const MAX_LINES = 8;

/**
 * Returns a person's day in one line: viewings, and tasks that are due. Undefined if there is nothing.
 * An owner sees all; the others see their own, and what is nobody's.
 * @throws VendorFailed
 */
export async function agendaOf(
  parts: AgendaParts,
  person: Broker,
  now: number,
): Promise<string | undefined> {
  const day = await agendaOfDay(parts, now);
  const viewings = day.viewings.filter(({ broker_id }) => isSeenBy(person, broker_id));
  const tasks = day.tasks.filter(({ assigned_to }) => isSeenBy(person, assigned_to));
  if (viewings.length === 0 && tasks.length === 0) return undefined;
  const lines = await Promise.all(viewings.slice(0, MAX_LINES).map((one) => lineOf(parts, one)));
  return [
    ...partOf('ביקורים', viewings.length, lines),
    ...partOf(
      'משימות',
      tasks.length,
      tasks.slice(0, MAX_LINES).map((task) => taskInWords(task)),
    ),
  ].join(' | ');
}

/** Returns the day of the whole office. @throws VendorFailed */
export async function agendaOfDay(parts: AgendaParts, now: number): Promise<Agenda> {
  const day = officeDay(now);
  const [viewings, tasks] = await Promise.all([
    viewingsOfDays(parts, [day], ({ to }) => to > now),
    parts.tasks.allOpen(),
  ]);
  return {
    viewings: viewings.filter(({ status, at }) => status === 'booked' && at + VIEWING_MS > now),
    tasks: tasks.filter(({ due_at }) => officeDay(due_at) <= day),
  };
}

/**
 * Returns the message that tells a person of their day: viewings with hour, address and contact, then whom to call.
 * It fits into the template.
 * @throws VendorFailed
 */
export async function agendaInWords(
  parts: Pick<AgendaParts, 'listings' | 'leads'>,
  { viewings, tasks }: Agenda,
  now: number,
): Promise<ToldAgenda> {
  const lines = await Promise.all(viewings.slice(0, MAX_LINES).map((one) => lineOf(parts, one)));
  const headings = tasks.slice(0, MAX_LINES).map(taskHeading);
  const told = (shown: number, named: number) =>
    [
      `היום, ${dayInWords(now)}`,
      ...partOf('ביקורים', viewings.length, lines.slice(0, shown)),
      ...partOf('משימות', tasks.length, numbered(headings.slice(0, named))),
    ].join(' | ');
  let [shown, named] = [lines.length, headings.length];
  while (told(shown, named).length > MAX_BLANK_CHARS && shown + named > 1) {
    // A driver needs the addresses first; the list of tasks can be asked for.
    if (named > 1) named -= 1;
    else shown -= 1;
  }
  return { text: told(shown, named), named: tasks.slice(0, named) };
}

/** Returns whether a person may read what belongs to a broker, or to nobody. */
export function isSeenBy({ id, role }: Broker, owner: string | undefined): boolean {
  return role === 'owner' || owner === undefined || owner === id;
}

function numbered(lines: readonly string[]): readonly string[] {
  return lines.length > 1 ? lines.map((line, at) => `${at + 1}. ${line}`) : lines;
}

function partOf(title: string, count: number, lines: readonly string[]): string[] {
  if (count === 0) return [];
  const rest = count > lines.length ? [`ועוד ${count - lines.length}`] : [];
  return [`${title}: ${count}`, ...lines, ...rest];
}

async function lineOf(
  { listings, leads }: Pick<AgendaParts, 'listings' | 'leads'>,
  { at, listing_id, contact, name }: Viewing,
): Promise<string> {
  const [listing, lead] = await Promise.all([listings.find(listing_id), leads.find(contact)]);
  const time = toOfficeTime(at).slice('2026-11-23T'.length);
  const place = listing ? placeOf(listing) : listing_id;
  const whom = name ?? lead?.name ?? '';
  return `${time} ${place} · ${whom} ${readableNumber(contact)}`.replace(/\s+/g, ' ');
}

function placeOf(listing: Listing): string {
  const address = addressTold(listing, { house_number: 'told' }, true);
  return [address ?? listing.neighbourhood, listing.city].filter(Boolean).join(', ');
}
