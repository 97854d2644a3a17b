import { staffWords } from '#shared/messages/notice-words.ts';
import type { Messaging } from '#shared/ports/messages.ts';
import type { StaffSender } from './staff-delivery.ts';

/** Returns the sender of WhatsApp messages to the office's people, by a template with quick replies. */
export function staffByWhatsApp(messaging: Messaging, templateSid: string): StaffSender {
  return async ({ id, to, text, name, triedSince }, signal) => {
    const { variables } = staffWords(name, text);
    const sent = await messaging.send({ id, to, triedSince, templateSid, variables }, signal);
    return 'sid' in sent ? sent : { failure: { reason: 'refused', code: sent.refused } };
  };
}

/** Returns the sender of the question about an alert, by a template whose button holds the alert's id. */
export function alertByWhatsApp(messaging: Messaging, templateSid: string): StaffSender {
  return async ({ id, to, text, name, alert = '', triedSince }, signal) => {
    const { variables } = staffWords(name, text);
    const filled = { ...variables, '3': alert };
    const sent = await messaging.send(
      { id, to, triedSince, templateSid, variables: filled },
      signal,
    );
    return 'sid' in sent ? sent : { failure: { reason: 'refused', code: sent.refused } };
  };
}
