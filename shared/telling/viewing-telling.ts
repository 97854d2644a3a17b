import { createHash } from 'node:crypto';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { CalendarViewing } from '#shared/domain/office/calendar-viewing.ts';
import { momentInWords } from '#shared/domain/office/moment-words.ts';
import { NOBODY_PAUSE_MS, nextLook, tellableFrom } from '#shared/domain/office/next-telling.ts';
import type { StaffMessage } from '#shared/domain/office/staff-message.ts';
import type { Way } from '#shared/domain/office/telling.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import { log } from '#shared/log.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { Office } from '#shared/ports/office.ts';
import type { StaffMessages } from '#shared/ports/staff-messages.ts';
import type { UntoldViewings } from '#shared/ports/untold-viewings.ts';
import { survive } from '#shared/survival.ts';
import { type CalendarViewingParts, calendarViewing } from './calendar-viewing.ts';
import { type StaffSender, sendToStaff } from './staff-delivery.ts';

/** The stores and senders that tell brokers of their viewings. */
export type ViewingTellingParts = CalendarViewingParts & {
  readonly untoldViewings: UntoldViewings;
  readonly messages: StaffMessages;
  readonly brokers: Pick<KnownBrokers, 'active'>;
  readonly office: Pick<Office, 'settings'>;
  readonly senders: { readonly whatsapp?: StaffSender; readonly email?: StaffSender };
  /** Returns the sender of an invitation that is made at a moment (epoch ms); absent without mail. */
  readonly invite?:
    | ((told: CalendarViewing, broker: Broker, at: number) => StaffSender)
    | undefined;
};

/** The viewings of one sweep: more are told by the next one, seconds later. */
const SWEPT = 50;
/** Ten minutes apart: a vendor that is away for six hours has an alarm of its own. */
const MAX_ATTEMPTS = 36;

/** Returns a sweep that tells brokers of viewings that were booked, moved or cancelled. It returns how many. */
export function viewingTelling(
  parts: ViewingTellingParts,
  clock = Date.now,
): () => Promise<number> {
  return async () => {
    const now = clock();
    const due = await parts.untoldViewings.due(now, SWEPT);
    const told = await Promise.all(
      due.map((viewing) => survive('telling.put-off', tell(parts, viewing, now))),
    );
    return told.filter(Boolean).length;
  };
}

async function tell(parts: ViewingTellingParts, viewing: Viewing, now: number): Promise<boolean> {
  const { untoldViewings, brokers, office } = parts;
  if (viewing.at <= now || isUnheardOf(viewing)) {
    await untoldViewings.settle(viewing, undefined);
    return false;
  }
  const until = tellableFrom(await office.settings(), { urgent: false }, now);
  if (until > now) {
    await untoldViewings.settle(viewing, nextLook(until, now));
    return false;
  }
  const told = await calendarViewing(parts, viewing);
  for (const to of chainOf(viewing, await brokers.active())) {
    const outcome = await tellPerson(parts, told, to, now);
    if (outcome === 'held') return false;
    if (outcome === 'lost') continue;
    await untoldViewings.settle(viewing, undefined);
    log.duration('OfficeToldMs', clockSince(viewing, now), { reason: 'viewing' });
    return true;
  }
  // The store may have failed, or the office may add a person, or the vendor may be back.
  log.count('TasksNotTakenUp', { reason: 'nobody' });
  await untoldViewings.settle(viewing, Math.min(viewing.at, now + NOBODY_PAUSE_MS));
  return false;
}

/** Returns whether a viewing was cancelled before anybody was told of it. A moved one may have been told before. */
function isUnheardOf({ status, sequence, told = [] }: Viewing): boolean {
  return status === 'cancelled' && !sequence && told.length === 0;
}

/** Returns whether a person may have the invitation to a viewing in their calendar. */
function isInvited({ broker_id, sequence, told = [] }: Viewing, { id }: Broker): boolean {
  if (sequence && id === broker_id) return true;
  return told.some(({ broker, way }) => broker === id && way === 'email');
}

/** Returns who is told, in order: the broker who shows the home, then the owners. */
function chainOf({ broker_id }: Viewing, people: readonly Broker[]): Broker[] {
  const own = people.filter(({ id }) => id === broker_id);
  return [...new Set([...own, ...people.filter(isOwner)])];
}

/** Tells one person, in the first way that does not fail. @throws VendorFailed if the outcome is unknown */
async function tellPerson(
  parts: ViewingTellingParts,
  told: CalendarViewing,
  to: Broker,
  now: number,
): Promise<'sent' | 'lost' | 'held'> {
  const { messages, untoldViewings } = parts;
  const { viewing } = told;
  for (const { way, sender, address } of waysTo(parts, told, to, now)) {
    // Noted before it is sent, because its end is told to the people who may have read of it.
    const isNews = viewing.status === 'booked';
    if (isNews && !(await untoldViewings.begin(viewing, { broker: to.id, way }))) return 'held';
    const attempt = await attemptAt(
      messages,
      (number) => messageId(viewing, { way, address, number }),
      now,
    );
    const message: StaffMessage = {
      ...attempt,
      broker_id: to.id,
      way,
      to: address,
      tasks: [],
      viewing_id: viewing.id,
      text: inWords(told),
    };
    const outcome = await sendToStaff({ messages, sender }, message, to);
    if (outcome !== 'lost') return outcome;
  }
  return 'lost';
}

/** Returns the ways to a person. The end of a viewing takes an invitation back only where one was sent. */
function waysTo(
  { senders, invite }: ViewingTellingParts,
  told: CalendarViewing,
  to: Broker,
  now: number,
) {
  const isItip = told.viewing.status === 'booked' || isInvited(told.viewing, to);
  const mail = to.email && (isItip ? invite?.(told, to, now) : senders.email);
  return [
    ...(mail && to.email ? [{ way: 'email' as const, address: to.email, sender: mail }] : []),
    ...(senders.whatsapp
      ? [{ way: 'whatsapp' as const, address: to.phone, sender: senders.whatsapp }]
      : []),
  ];
}

/** Returns the id of the attempt that counts now, and when it was first tried. A vendor that was away is tried again. */
async function attemptAt(
  messages: Pick<StaffMessages, 'find'>,
  idOf: (number: number) => string,
  now: number,
): Promise<Pick<StaffMessage, 'id' | 'at'>> {
  for (let number = 1; ; number += 1) {
    const id = idOf(number);
    const standing = await messages.find(id);
    const isOver = standing?.state === 'failed' && standing.failure === 'unreachable';
    const isAgain = isOver && now - standing.at >= NOBODY_PAUSE_MS && number < MAX_ATTEMPTS;
    if (!isAgain) return { id, at: standing?.at ?? now };
  }
}

function inWords({ viewing, listing }: CalendarViewing): string {
  const { name, contact } = viewing;
  const place = listing && [listing.street, listing.city].filter(Boolean).join(', ');
  return [...changeInWords(viewing), place, name, contact].filter(Boolean).join(' · ');
}

function changeInWords({ status, at, sequence, moved_from }: Viewing): string[] {
  const moment = momentInWords(at);
  if (status !== 'booked') return ['בוטל ביקור', moment];
  if (!sequence) return ['נקבע ביקור', moment];
  if (moved_from === undefined) return [`הביקור הוזז ל${moment}`];
  // Another home at the same hour: no hour is void.
  if (moved_from === at) return ['עודכן ביקור', moment];
  return [`הביקור הוזז ל${moment} (במקום ${momentInWords(moved_from)})`];
}

/** Returns the id of a message: the same for two senders of one change. A corrected address is tried anew. */
function messageId(
  { source_id, sequence = 0, status }: Viewing,
  { way, address, number }: { way: Way; address: string; number: number },
): string {
  const change = [source_id, sequence, status, way, address, number].join('|');
  return `tell-${createHash('sha256').update(change).digest('hex').slice(0, ID_DIGITS)}`;
}

/** Half of the digest: no two changes of an office share it. */
const ID_DIGITS = 32;

function clockSince({ tell_at }: Viewing, now: number): number {
  return Math.max(0, now - (tell_at ?? now));
}

function isOwner({ role }: Broker): boolean {
  return role === 'owner';
}
