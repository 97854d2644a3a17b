import type { Broker } from '#shared/domain/office/broker.ts';
import type { CalendarViewing } from '#shared/domain/office/calendar-viewing.ts';
import { PART_MARK } from '#shared/domain/office/staff-message.ts';
import type { Invitation, Mailbox, OutgoingMail } from '#shared/ports/mail.ts';
import type { StaffSender } from './staff-delivery.ts';

/** Returns the sender of mails to the office's people. */
export function staffByMail(mailbox: Mailbox, officeName: string): StaffSender {
  return async ({ id, to, text, name }, signal) =>
    handIn(mailbox, { id, to, ...mailOf(officeName, name, text) }, signal);
}

/** Returns the sender of the mail that invites a broker to a viewing, or takes the invitation back. */
export function inviteByMail(
  mailbox: Mailbox,
  officeName: string,
  invitationOf: (told: CalendarViewing, broker: Broker, at: number) => Invitation,
): (told: CalendarViewing, broker: Broker, at: number) => StaffSender {
  return (told, broker, at) => {
    const invitation = invitationOf(told, broker, at);
    return async ({ id, to, text, name }, signal) =>
      handIn(mailbox, { id, to, ...mailOf(officeName, name, text), invitation }, signal);
  };
}

function mailOf(officeName: string, name: string, text: string) {
  const [subject = '', ...items] = text.split(PART_MARK);
  return { subject: `${officeName}: ${subject}`, lines: [`שלום ${name},`, subject, ...items] };
}

async function handIn(mailbox: Mailbox, mail: OutgoingMail, signal: AbortSignal) {
  const sent = await mailbox.send(mail, signal);
  if ('sid' in sent) return sent;
  return { failure: { reason: 'mail-refused', name: sent.refused } } as const;
}
