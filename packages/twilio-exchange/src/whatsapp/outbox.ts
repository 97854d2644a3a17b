import { setTimeout as delay } from 'node:timers/promises';
import { newSid } from '../account/account.ts';
import type { Switches } from '../trouble/switches.ts';
import { callBack } from '../webhook/callback.ts';
import { createStatusCallbacks } from '../webhook/status-callbacks.ts';
import type { Delivery } from '../webhook/webhook.ts';
import { type CustomerState, isWindowOpen } from './customer-state.ts';
import type { LiveMessage, Message, MessageStatus } from './message.ts';
import { type Messaging, switchesOf, webhookSender } from './messaging.ts';
import type { Button } from './sender.ts';
import { statusParameters } from './status-parameters.ts';

/** A message from the office. */
export type Outgoing = {
  readonly customer: CustomerState;
  readonly direction: 'outbound-api' | 'outbound-reply';
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly statusCallback?: string | undefined;
  /** Whether it is a template, which does not need the 24-hour window. */
  readonly isTemplate?: boolean;
  /** Whether it is a template that WhatsApp counts as marketing. */
  readonly isMarketing?: boolean;
  /** The quick replies of a template. */
  readonly buttons?: readonly Button[];
  /** The code of a fault that only WhatsApp finds. */
  readonly flaw?: number | undefined;
};

/**
 * Sends the office's messages to the customers' phones.
 * @see https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
export interface Outbox {
  /** Queues a message, which proceeds by itself. */
  send(outgoing: Outgoing): Message;
}

/** The time between two statuses of a message. */
const STAGE_MS = 50;

const courses: Readonly<
  Record<'sent' | 'delivered' | 'read' | Switches['refusedMessageStatus'], MessageStatus[]>
> = {
  sent: ['queued', 'sent'],
  delivered: ['queued', 'sent', 'delivered'],
  read: ['queued', 'sent', 'delivered', 'read'],
  failed: ['queued', 'failed'],
  undelivered: ['queued', 'sent', 'undelivered'],
};

/** Creates the outbox of a channel. */
export function createOutbox(messaging: Messaging): Outbox {
  const { account, sender, errors, book, signal } = messaging;

  async function proceed(message: LiveMessage, outgoing: Outgoing) {
    const { customer, statusCallback: url = sender.statusCallback } = outgoing;
    const switches = switchesOf(messaging, customer.habits.switches);
    const error = refusalOf(outgoing);
    const course = courses[error ? switches.refusedMessageStatus : customer.habits.receives];
    const callbacks = createCallbacks(message, switches);
    for (const status of course) {
      if (status !== 'queued') await delay(STAGE_MS, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      message.status = status;
      message.updatedAt = Date.now();
      if (status === 'sent') message.sentAt = Date.now();
      if (error && status === course.at(-1)) {
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
      const { customer, direction, body, mediaUrls, buttons = [] } = outgoing;
      const now = Date.now();
      const message: LiveMessage = {
        messageSid: newSid(mediaUrls.length > 0 ? 'MM' : 'SM'),
        direction,
        customer: customer.number,
        body,
        media: [],
        mediaUrls,
        ...(buttons.length > 0 && { buttons }),
        createdAt: now,
        updatedAt: now,
        status: 'queued',
      };
      book.set(message.messageSid, message);
      void proceed(message, outgoing);
      return message;
    },
  };
}

/** Returns the code with which WhatsApp refuses a message; undefined for a message that passes. */
function refusalOf({ customer, isTemplate, isMarketing, flaw }: Outgoing): number | undefined {
  const isInTime = isTemplate || isWindowOpen(customer);
  const { refusal, takesMarketing } = customer.habits;
  const isUnwanted = isMarketing && !takesMarketing;
  return flaw ?? refusal ?? (isInTime ? undefined : 63016) ?? (isUnwanted ? 63049 : undefined);
}
