import { type ReceivedMessage, receivedMessage } from '#shared/domain/messages/message.ts';
import { staffRow } from '#shared/domain/messages/staff-row.ts';
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

const SORRY = 'לא הצלחתי לרשום את זה עכשיו. נסו שוב בעוד דקה.';

/** Returns the desk at which the office's people are served: they are never customers. */
export function staffDesk(parts: StaffDeskParts): StaffDesk {
  const { brokers, interactions } = parts;
  return async (message, payload, { at, by }) => {
    const people = await brokers.active();
    const row = staffRow(receivedMessage(message, at, by), people);
    const person = people.find(({ id }) => id === row?.broker_id);
    if (!row || !person) return undefined;
    try {
      const entered = await interactions.enter(row);
      const request = staffRequest(message.text, payload);
      // A repeated delivery is answered anew: the row must not hold what the answer says of customers.
      const answer = await answerStaff(parts, person, request, message.repliedTo);
      log.info('staff.answered', { messageSid: message.messageSid, kind: request.kind });
      await interactions.settle(entered, { by, at, unanswered: 'staff' });
      return answer;
    } catch (error) {
      log.error('staff.not-answered', error, { messageSid: message.messageSid });
      return SORRY;
    }
  };
}
