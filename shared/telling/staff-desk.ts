import {
  isSettled,
  type ReceivedMessage,
  receivedMessage,
} from '#shared/domain/messages/message.ts';
import { contactOfMessage } from '#shared/domain/office/contact.ts';
import { staffRequest } from '#shared/domain/office/staff-request.ts';
import { log } from '#shared/log.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { Interactions } from '#shared/ports/messages.ts';
import { answerStaff, type StaffChannelParts } from './staff-channel.ts';

/** The stores that a message of the office's people reads and writes. */
export type StaffDeskParts = StaffChannelParts & {
  readonly brokers: Pick<KnownBrokers, 'active'>;
  readonly interactions: Pick<Interactions, 'enter' | 'settle'>;
};

/** Answers a message if it is from a person of the office; undefined for a customer's. Never throws. */
export type StaffDesk = (
  message: ReceivedMessage,
  payload: string | undefined,
  delivery: { readonly at: number; readonly by: string },
) => Promise<string | undefined>;

/** The lease on a reply handed to Twilio. */
const SENDING_MS = 30_000;
const SORRY = 'לא הצלחתי לרשום את זה עכשיו. נסו שוב בעוד דקה.';

/** Returns the desk at which the office's people are served: they are never customers. */
export function staffDesk(parts: StaffDeskParts): StaffDesk {
  const { brokers, interactions } = parts;
  return async (message, payload, { at, by }) => {
    const phone = contactOfMessage(message);
    const person = (await brokers.active()).find((one) => one.phone === phone);
    if (!person) return undefined;
    try {
      const { contact: _, ...row } = receivedMessage(message, at, by);
      const entered = await interactions.enter({ ...row, broker_id: person.id });
      if (isSettled(entered)) return entered.reply_text ?? '';
      const request = staffRequest(message.text, payload);
      const replyText = await answerStaff(parts, person, request, message.repliedTo);
      log.info('staff.answered', { messageSid: message.messageSid, kind: request.kind });
      await interactions.settle(entered, { by, at, replyText, sendingUntil: at + SENDING_MS });
      return replyText;
    } catch (error) {
      log.error('staff.not-answered', error, { messageSid: message.messageSid });
      return SORRY;
    }
  };
}
