import { fromOfficeTime, toOfficeTime } from '#shared/domain/office/office-day.ts';
import type { OfficeSettings } from '#shared/domain/office/office-settings.ts';
import {
  MAX_VIEWINGS_AHEAD,
  type Viewing,
  viewingId,
  viewingRefusal,
  viewingReminder,
} from '#shared/domain/office/viewing.ts';
import { survive } from '#shared/survival.ts';
import { orNull, text, time } from './arguments.ts';
import { assignAfterDeed } from './assignment.ts';
import { closure } from './closure.ts';
import { tryScheduling } from './scheduling.ts';
import { defineTool, NO_SUCH_TIME, type Refused, type ToolParts } from './tool.ts';
import { cancelBooked } from './viewing-cancellation.ts';

/** Books a half hour of a home for the caller; another booking of the same home moves the viewing. */
export const bookViewing = defineTool({
  name: 'book_viewing',
  description:
    'Book a viewing of a listing, or move the one that is booked. Only after the caller confirmed the day and the hour that you repeated.',
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
    const settings = await parts.office.settings();
    const refusal = viewingRefusal(settings, at, now);
    if (refusal) return { ...refused(refusal), ...closure(settings, refusal, at) };
    const [listing, known] = await Promise.all([
      parts.listings.find(listing_id, signal),
      parts.viewings.ofContact(contact, now),
    ]);
    if (listing?.status !== 'active') return refused('unknown_listing');

    const ahead = known.filter(({ status }) => status === 'booked');
    const elsewhere = ahead.filter((viewing) => viewing.listing_id !== listing.id);
    if (elsewhere.length >= MAX_VIEWINGS_AHEAD) return TOO_MANY;
    signal.throwIfAborted();
    const booked = await parts.viewings.book({
      id: viewingId(listing.id, at),
      contact,
      listing_id: listing.id,
      at,
      status: 'booked',
      name: name || undefined,
      source_id: id,
      created_at: now,
    });
    if (!booked) return refused('taken');
    const moved = ahead.filter((one) => one.listing_id === listing.id && one.id !== booked.id);
    await Promise.all([
      remind(parts, settings, booked),
      assignAfterDeed(use, contact, listing),
      ...moved.map((viewing) => survive('viewing.not-cancelled', cancelBooked(parts, viewing))),
    ]);
    return {
      booked: true,
      at: toOfficeTime(booked.at),
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
