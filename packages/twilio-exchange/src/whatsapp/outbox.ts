import { setTimeout as delay } from 'node:timers/promises';
import { newSid } from '../account/account.ts';
import type { Switches } from '../trouble/switches.ts';
import { callBack } from '../webhook/callback.ts';
import { createStatusCallbacks } from '../webhook/status-callbacks.ts';
import type { Delivery } from '../webhook/webhook.ts';
import { type CustomerState, isWindowOpen } from './habits.ts';
import type { LiveMessage, Message, MessageStatus } from './message.ts';
import { type Messaging, switchesOf, webhookSender } from './messaging.ts';
import { statusParameters } from './status-parameters.ts';

/** A message that the office sends. */
export type Outgoing = {
  readonly customer: CustomerState;
  readonly direction: 'outbound-api' | 'outbound-reply';
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly statusCallback?: string | undefined;
  /** Whether it is a template, which may go out at any time. */
  readonly isTemplate?: boolean;
  /** What is wrong with it that only WhatsApp finds, as Twilio's code. */
  readonly flaw?: number | undefined;
};

/** Takes what the office sends to the customers' phones. */
export interface Outbox {
  /** Queues a message; it goes its way by itself. */
  send(outgoing: Outgoing): Message;
}

/** How long a message stays at each stage. */
const STAGE_MS = 50;

const ways: Readonly<
  Record<'sent' | 'delivered' | 'read' | Switches['refusedMessageStatus'], MessageStatus[]>
> = {
  sent: ['queued', 'sent'],
  delivered: ['queued', 'sent', 'delivered'],
  read: ['queued', 'sent', 'delivered', 'read'],
  failed: ['queued', 'failed'],
  undelivered: ['queued', 'sent', 'undelivered'],
};

/** Creates the way from the office to its customers. */
export function createOutbox(messaging: Messaging): Outbox {
  const { account, sender, errors, book, signal } = messaging;

  async function travel(message: LiveMessage, outgoing: Outgoing) {
    const { customer, statusCallback: url = sender.statusCallback } = outgoing;
    const switches = switchesOf(messaging, customer.habits.switches);
    const error = refusalOf(outgoing);
    const way = ways[error ? switches.refusedMessageStatus : customer.habits.receives];
    const callbacks = createCallbacks(message, switches);
    for (const status of way) {
      if (status !== 'queued') await delay(STAGE_MS, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      message.status = status;
      message.updatedAt = Date.now();
      if (status === 'sent') message.sentAt = Date.now();
      if (error && status === way.at(-1)) {
        message.errorCode = error;
        errors.add({ code: error, messageSid: message.messageSid });
      }
      customer.changes.publish({ ...message });
      const parameters = statusParameters(message, sender.phoneNumber, account);
      if (url) callbacks.post({ url, method: 'POST', parameters });
    }
    callbacks.release();
  }

  function createCallbacks({ messageSid }: Message, switches: Switches) {
    const webhook = { ...webhookSender(messaging, switches), onAttempt: () => {} };
    const orderOf = ({ url }: Delivery) => webhook.faultsOf(url).statusCallbackOrder;
    return createStatusCallbacks(orderOf, (delivery) =>
      callBack(delivery, webhook, (incident) => void errors.add({ ...incident, messageSid })),
    );
  }

  return {
    send(outgoing) {
      const { customer, direction, body, mediaUrls } = outgoing;
      const now = Date.now();
      const message: LiveMessage = {
        messageSid: newSid(mediaUrls.length > 0 ? 'MM' : 'SM'),
        direction,
        customer: customer.number,
        body,
        media: [],
        mediaUrls,
        createdAt: now,
        updatedAt: now,
        status: 'queued',
      };
      book.set(message.messageSid, message);
      void travel(message, outgoing);
      return message;
    },
  };
}

/** Why WhatsApp does not let a message through, if it does not. */
function refusalOf({ customer, isTemplate, flaw }: Outgoing): number | undefined {
  const isInTime = isTemplate || isWindowOpen(customer);
  return flaw ?? customer.habits.refusal ?? (isInTime ? undefined : 63016);
}
