import type { Mailbox } from '#shared/ports/mail.ts';
import type { StaffSender } from './staff-delivery.ts';

/** Returns the sender of mails to the office's people. */
export function staffByMail(mailbox: Mailbox, officeName: string): StaffSender {
  return async ({ id, to, text, name }, signal) => {
    const [subject = '', ...items] = text.split(' | ');
    const mail = {
      id,
      to,
      subject: `${officeName}: ${subject}`,
      lines: [`שלום ${name},`, subject, ...items],
    };
    const sent = await mailbox.send(mail, signal);
    return 'sid' in sent ? sent : { failure: { reason: 'mail-refused', name: sent.refused } };
  };
}
