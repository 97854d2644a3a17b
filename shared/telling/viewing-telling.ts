import { createHash } from 'node:crypto';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { CalendarViewing } from '#shared/domain/office/calendar-viewing.ts';
import { momentInWords } from '#shared/domain/office/moment-words.ts';
import { nextLook, tellableFrom } from '#shared/domain/office/next-telling.ts';
import type { StaffMessage } from '#shared/domain/office/staff-message.ts';
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
  /** Returns the sender of an invitation; absent without mail. */
  readonly invite?: ((told: CalendarViewing, broker: Broker) => StaffSender) | undefined;
};

/** The viewings of one sweep: more are told by the next one, seconds later. */
const SWEPT = 50;

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
  const { untoldViewings, messages, brokers, office, senders, invite } = parts;
  const people = await brokers.active();
  const to = people.find(({ id }) => id === viewing.broker_id) ?? people.find(isOwner);
  const until = tellableFrom(await office.settings(), { urgent: false }, now);
  const isOver = viewing.at <= now;
  if (!to || isOver || until > now) {
    await untoldViewings.settle(viewing, to && !isOver ? nextLook(until, now) : undefined);
    return false;
  }
  const told = await calendarViewing(parts, viewing);
  const ways = [
    ...(invite && to.email
      ? [{ way: 'email' as const, to: to.email, sender: invite(told, to) }]
      : []),
    ...(senders.whatsapp
      ? [{ way: 'whatsapp' as const, to: to.phone, sender: senders.whatsapp }]
      : []),
  ];
  for (const { way, sender, to: address } of ways) {
    const message: StaffMessage = {
      id: messageId(viewing, way),
      broker_id: to.id,
      way,
      to: address,
      tasks: [],
      viewing_id: viewing.id,
      text: inWords(told),
      at: now,
    };
    const outcome = await sendToStaff({ messages, sender }, message, to);
    if (outcome === 'held') return false;
    if (outcome === 'lost') continue;
    await untoldViewings.settle(viewing, undefined);
    log.duration('OfficeToldMs', clockSince(viewing, now), { reason: 'viewing' });
    return true;
  }
  log.count('TasksNotTakenUp', { reason: 'nobody' });
  await untoldViewings.settle(viewing, undefined);
  return false;
}

function inWords({ viewing, listing }: CalendarViewing): string {
  const { status, at, name, contact } = viewing;
  const what = status === 'booked' ? 'נקבע ביקור' : 'בוטל ביקור';
  const place = listing && [listing.street, listing.city].filter(Boolean).join(', ');
  return [what, momentInWords(at), place, name, contact].filter(Boolean).join(' · ');
}

/** Returns the id of a message: the same for two senders of one change. */
function messageId({ source_id, sequence = 0, status }: Viewing, way: string): string {
  const change = [source_id, sequence, status, way].join('|');
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
