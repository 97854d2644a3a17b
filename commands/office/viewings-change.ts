import { randomUUID } from 'node:crypto';
import { toOfficeTime } from '#shared/domain/office/office-day.ts';
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

/** Tells the contact of a change that stands, however the telling ends. */
async function tell(desk: ViewingsDesk, change: ViewingChange, now: number): Promise<ToldOfChange> {
  const told = await survive('viewing.contact-not-told', tellOfChange(desk, change, now));
  return told ?? 'not-sent';
}

/** Takes a reminder back; one that stays finds that it is not wanted. */
async function takeReminderBack({ schedules }: ViewingsDesk, viewing: Viewing): Promise<void> {
  await survive('viewing.still-reminded', schedules.cancel(viewingReminderName(viewing)));
}
