import { TZDate } from '@date-fns/tz';
import ical, {
  ICalAttendeeStatus,
  type ICalCalendar,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
} from 'ical-generator';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { addressTold } from '#shared/domain/listings/told-address.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { CalendarOffice, CalendarViewing } from '#shared/domain/office/calendar-viewing.ts';
import { readableNumber } from '#shared/domain/office/dictated-number.ts';
import { calendarIdOf, type Viewing } from '#shared/domain/office/viewing.ts';
import { VIEWING_MS } from '#shared/domain/office/viewing-day.ts';
import type { Invitation } from '#shared/ports/mail.ts';

const ZONE = 'Asia/Jerusalem';
/** The rules of Israel's clock since 2013: https://www.iana.org/time-zones, file `asia`, rule `Zion`. */
const ZONE_BLOCK = [
  'BEGIN:VTIMEZONE',
  `TZID:${ZONE}`,
  'BEGIN:DAYLIGHT',
  'DTSTART:20130329T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0300',
  'TZNAME:IDT',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:20131027T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'TZOFFSETFROM:+0300',
  'TZOFFSETTO:+0200',
  'TZNAME:IST',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n');
/** The pause after which a subscribed calendar is read again; Apple and Outlook heed it. */
const FEED_REFRESH_S = 3_600;

/** Returns the invitation of a broker to a viewing, or its end (iTIP). It is stamped with a moment in epoch ms. */
export function viewingInvitation(
  told: CalendarViewing,
  broker: Broker,
  office: CalendarOffice,
  madeAt: number,
): Invitation {
  const method = told.viewing.status === 'booked' ? 'REQUEST' : 'CANCEL';
  const calendar = calendarOf(office).method(ICalCalendarMethod[method]);
  const attendee = {
    name: broker.name,
    email: broker.email ?? '',
    rsvp: false,
    status: ICalAttendeeStatus.ACCEPTED,
  };
  calendar.createEvent({
    ...eventOf(told),
    // Of two documents with one number, calendars keep the later one.
    stamp: new Date(madeAt),
    organizer: { name: office.name, email: office.mailFrom },
    attendees: [attendee],
  });
  return { method, document: documentOf(calendar) };
}

/** Returns a calendar with all viewings of a broker, to which calendar programs subscribe. */
export function viewingFeed(
  told: readonly CalendarViewing[],
  office: Pick<CalendarOffice, 'name'>,
): string {
  const calendar = calendarOf(office).method(ICalCalendarMethod.PUBLISH).ttl(FEED_REFRESH_S);
  for (const one of told) calendar.createEvent(eventOf(one));
  return documentOf(calendar);
}

/** Returns the text of a calendar. A library that knows its zone would write stamps in that zone, not in UTC. */
function documentOf(calendar: ICalCalendar): string {
  return calendar.toString().replace('BEGIN:VEVENT', `${ZONE_BLOCK}\r\nBEGIN:VEVENT`);
}

function calendarOf({ name }: Pick<CalendarOffice, 'name'>): ICalCalendar {
  return ical({
    name: `ביקורים, ${name}`,
    prodId: { company: 'AgentLocator', product: 'viewings', language: 'HE' },
  });
}

function eventOf({ viewing, listing, card }: CalendarViewing): ICalEventData {
  const { at, contact, name, created_at, sequence = 0 } = viewing;
  const place = listing && placeOf(listing);
  const isCancelled = viewing.status === 'cancelled';
  return {
    id: calendarId(viewing),
    sequence: isCancelled ? sequence + 1 : sequence,
    stamp: new Date(created_at),
    start: new TZDate(at, ZONE),
    end: new TZDate(at + VIEWING_MS, ZONE),
    timezone: ZONE,
    summary: ['ביקור', place, name].filter(Boolean).join(' · '),
    ...(place && { location: place }),
    description: [`${name ?? 'לקוח'} ${readableNumber(contact)}`, ...card].join('\n'),
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  };
}

function calendarId(viewing: Viewing): string {
  return `${calendarIdOf(viewing)}@viewings.agent-locator`;
}

/** Returns the whole address: the reader works for the office. */
function placeOf(listing: Listing): string {
  const address = addressTold(listing, { house_number: 'told' }, true);
  return [address ?? listing.neighbourhood, listing.city].filter(Boolean).join(', ');
}
