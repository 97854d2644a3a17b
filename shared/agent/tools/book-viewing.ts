import { addressTold } from '#shared/domain/listings/told-address.ts';
import { fromOfficeTime, toOfficeTime } from '#shared/domain/office/office-day.ts';
import type { OfficeSettings } from '#shared/domain/office/office-settings.ts';
import {
  MAX_VIEWINGS_AHEAD,
  type Viewing,
  viewingId,
  viewingRefusal,
  viewingReminder,
} from '#shared/domain/office/viewing.ts';
import { brokerOf } from '#shared/domain/office/viewing-broker.ts';
import { overlaps } from '#shared/domain/office/viewing-day.ts';
import { survive } from '#shared/survival.ts';
import { orNull, text, time } from './arguments.ts';
import { assignAfterDeed } from './assignment.ts';
import { closure } from './closure.ts';
import { freeTimes } from './free-times.ts';
import { tryScheduling } from './scheduling.ts';
import { defineTool, NO_SUCH_TIME, type Refused, type ToolParts } from './tool.ts';

import { takeReminderBack } from './viewing-reminder.ts';
import { tellOfficeOfMove } from './viewing-task.ts';

/** Books a half hour of a home for the caller; another booking of the same home moves the viewing. */
export const bookViewing = defineTool({
  name: 'book_viewing',
  description:
    'Book a viewing of a listing, or move the one that is booked. Only after the caller confirmed the day and the hour that you repeated. Once it is booked, tell the `address`. If it is refused, offer the times in `free`; if it is too far ahead, tell the `last_day`, and the `holiday` that it falls on.',
  writes: true,
  accepts: {
    listing_id: text('The id of a listing that was found or is known'),
    at: time('When it begins'),
    name: orNull(text('As the caller said it')),
  },
  async use({ listing_id, at: time, name }, use) {
    const { parts, turn, id, signal } = use;
    const contact = await turn.contact();
    if (!contact) return refused('no_number');
    const at = fromOfficeTime(time);
    if (at === undefined) return NO_SUCH_TIME;
    const now = parts.now();
    const [settings, listing, known, lead, brokers] = await Promise.all([
      parts.office.settings(),
      parts.listings.find(listing_id, signal),
      parts.viewings.ofContact(contact, now),
      survive('viewing.lead-unread', parts.leads.find(contact)),
      parts.brokers.active(),
    ]);
    if (listing?.status !== 'active') return refused('unknown_listing');

    const ahead = known.filter(({ status }) => status === 'booked');
    const elsewhere = ahead.filter((viewing) => viewing.listing_id !== listing.id);
    const wanted: Viewing = {
      id: viewingId(listing.id, at),
      contact,
      listing_id: listing.id,
      broker_id: brokerOf(listing, { contact, lead, brokers }),
      at,
      status: 'booked',
      name: name || undefined,
      source_id: id,
      created_at: now,
    };
    const refusal = viewingRefusal(settings, at, now);
    const isBusy = elsewhere.some((viewing) => overlaps(viewing.at, at));
    const reason = refusal ?? (isBusy ? 'contact_busy' : undefined);
    const refusedFor = async (why: string) => ({
      ...refused(why),
      ...closure(settings, why, { at, now }),
      ...(why !== 'too_far' && (await freeTimes(parts, settings, { wanted, elsewhere }))),
    });
    if (reason) return refusedFor(reason);
    if (elsewhere.length >= MAX_VIEWINGS_AHEAD) return TOO_MANY;

    signal.throwIfAborted();
    const sameHome = ahead.filter((viewing) => viewing.listing_id === listing.id);
    const booking = await parts.viewings.book(wanted, sameHome);
    if ('refused' in booking) return refusedFor(booking.refused);
    const { booked, moved } = booking;
    const address = addressTold(listing, settings, true);
    await Promise.all([
      remind(parts, settings, booked),
      assignAfterDeed(use, contact, listing),
      survive(
        'lead.not-advanced',
        parts.leads.advance(contact, 'viewing-booked', { source: turn.channel, at: now }),
      ),
      ...moved.map((viewing) => takeReminderBack(parts, viewing)),
      ...(moved.length > 0 ? [tellOfficeOfMove(use, booked, moved)] : []),
    ]);
    return {
      booked: true,
      at: toOfficeTime(booked.at),
      ...(address && { address }),
      ...(moved.length > 0 && { instead_of: moved.map((viewing) => toOfficeTime(viewing.at)) }),
    };
  },
});

const TOO_MANY: Refused = {
  error: `This contact has ${MAX_VIEWINGS_AHEAD} viewings ahead. Offer a callback from the office instead.`,
};

function refused(reason: string) {
  return { booked: false, reason };
}

async function remind(
  { schedules, now }: ToolParts,
  settings: OfficeSettings,
  viewing: Viewing,
): Promise<void> {
  const reminder = viewingReminder(settings, viewing, now());
  if (reminder) await tryScheduling(schedules.once(reminder));
}
