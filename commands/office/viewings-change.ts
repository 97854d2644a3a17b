import { randomUUID } from 'node:crypto';
import { momentInWords } from '#shared/domain/office/moment-words.ts';
import { toOfficeTime } from '#shared/domain/office/office-day.ts';
import { taskDueAt } from '#shared/domain/office/task-due.ts';
import {
  type Viewing,
  viewingId,
  viewingReminder,
  viewingReminderName,
} from '#shared/domain/office/viewing.ts';
import { OFFERED_TIMES, viewingTimes } from '#shared/domain/office/viewing-times.ts';
import {
  type ToldOfChange,
  tellOfChange,
  type ViewingChange,
} from '#shared/messages/viewing-change-notice.ts';
import { survive } from '#shared/survival.ts';
import type { ViewingsDesk } from './viewings-desk.ts';
import type { ViewingsDeed } from './viewings-options.ts';

/** The outcome of a change: the viewing and how its contact was told, or the reason against it. */
export type ChangeOutcome =
  | { readonly changed: Viewing; readonly told: ToldOfChange }
  | { readonly unchanged: string; readonly free?: readonly string[] };

/**
 * Cancels or moves a viewing for the office, and tells its contact.
 * @throws VendorFailed if the store fails before the change stands
 */
export async function changeViewing(
  desk: ViewingsDesk,
  deed: Exclude<ViewingsDeed, { deed: 'list' }>,
  now: number,
): Promise<ChangeOutcome> {
  const viewing = await desk.viewings.find(deed.id);
  if (viewing?.status !== 'booked') return { unchanged: 'not_booked' };
  if (deed.deed === 'cancel') {
    const { because } = deed;
    if (!(await desk.viewings.cancel(viewing))) return { unchanged: 'not_booked' };
    await takeReminderBack(desk, viewing);
    const told = await tell(desk, { kind: 'cancelled', viewing, because }, now);
    return { changed: { ...viewing, status: 'cancelled' }, told };
  }
  if (deed.at <= now) return { unchanged: 'past' };
  return move(desk, viewing, deed.at, now);
}

async function move(
  desk: ViewingsDesk,
  viewing: Viewing,
  at: number,
  now: number,
): Promise<ChangeOutcome> {
  const { viewings, schedules, settings } = desk;
  const wanted: Viewing = {
    ...viewing,
    id: viewingId(viewing.listing_id, at),
    at,
    source_id: `office-${randomUUID()}`,
  };
  const booking = await viewings.book(wanted, [viewing]);
  if ('refused' in booking) {
    const free = await viewings.firstFree(wanted, viewingTimes(settings, at, now), OFFERED_TIMES);
    return { unchanged: booking.refused, free: free.map(toOfficeTime) };
  }
  const { booked, moved } = booking;
  for (const old of moved) await takeReminderBack(desk, old);
  const reminder = viewingReminder(settings, booked, now);
  if (reminder) await survive('viewing.not-reminded', schedules.once(reminder));
  return { changed: booked, told: await tell(desk, { kind: 'moved', viewing: booked }, now) };
}

/** Tells the contact of a change that stands, however the telling ends. A contact who was not written to is a task. */
async function tell(desk: ViewingsDesk, change: ViewingChange, now: number): Promise<ToldOfChange> {
  const told = await survive('viewing.contact-not-told', tellOfChange(desk, change, now));
  if (told !== 'written') await survive('viewing.task-not-opened', oweCall(desk, change, now));
  return told ?? 'not-sent';
}

/** Opens the task to call a contact who does not know of a change. */
async function oweCall(
  { tasks, settings }: ViewingsDesk,
  { kind, viewing }: ViewingChange,
  now: number,
): Promise<void> {
  const { contact, name, listing_id, broker_id, source_id, at } = viewing;
  const deed = kind === 'moved' ? 'הזיז את הביקור: המועד החדש הוא' : 'ביטל את הביקור:';
  await tasks.open({
    id: `viewing-untold-${kind}-${source_id}`,
    kind: 'viewing',
    contact,
    name,
    listing_id,
    words: `המשרד ${deed} ${momentInWords(at)}. הלקוח עוד לא יודע.`,
    due_at: taskDueAt(settings, now),
    assigned_to: broker_id,
    state: 'open',
    channel: 'whatsapp',
    created_at: now,
    updated_at: now,
  });
}

/** Takes a reminder back; one that stays finds that it is not wanted. */
async function takeReminderBack({ schedules }: ViewingsDesk, viewing: Viewing): Promise<void> {
  await survive('viewing.still-reminded', schedules.cancel(viewingReminderName(viewing)));
}
