import type { CalendarViewing } from '#shared/domain/office/calendar-viewing.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import type { CallLogs } from '#shared/ports/calls.ts';
import type { Listings } from '#shared/ports/office.ts';

/** The stores that a calendar reads beside the viewing itself. */
export type CalendarViewingParts = {
  readonly listings: Pick<Listings, 'find'>;
  readonly calls: Pick<CallLogs, 'find'>;
};

/** Returns a viewing as a calendar shows it, with the card of the call that booked it. @throws VendorFailed */
export async function calendarViewing(
  { listings, calls }: CalendarViewingParts,
  viewing: Viewing,
): Promise<CalendarViewing> {
  const [callSid = ''] = viewing.source_id.split('-');
  const [listing, call] = await Promise.all([
    listings.find(viewing.listing_id),
    callSid.startsWith('CA') ? calls.find(callSid) : undefined,
  ]);
  return { viewing, listing, card: call?.card?.lines ?? [] };
}
