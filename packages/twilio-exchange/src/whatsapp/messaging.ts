import type { Account } from '../account/account.ts';
import type { ErrorLog } from '../account/error-log.ts';
import { requestFaults } from '../trouble/request-faults.ts';
import { defaultSwitches, type Switches } from '../trouble/switches.ts';
import type { WebhookSender } from '../webhook/webhook.ts';
import type { LiveMessage } from './message.ts';
import type { WhatsAppSender } from './sender.ts';

/** The parts of an exchange that all its messages share. */
export type Messaging = {
  readonly account: Account;
  readonly apiBaseUrl: string;
  readonly sender: WhatsAppSender;
  readonly switches: Partial<Switches>;
  readonly errors: ErrorLog;
  /** Every message of the account by its SID, oldest first. */
  readonly book: Map<string, LiveMessage>;
  /** Aborts when the exchange closes. */
  readonly signal: AbortSignal;
};

/** Returns the switches of a conversation: the exchange's own, overridden by the given ones. */
export function switchesOf(messaging: Messaging, ...asked: Partial<Switches>[]): Switches {
  return Object.assign({ ...defaultSwitches, ...messaging.switches }, ...asked);
}

/** Returns the sender of webhooks about messages under the switches. */
export function webhookSender(
  { account, signal }: Messaging,
  switches: Switches,
): Omit<WebhookSender, 'onAttempt'> {
  return {
    account,
    channel: 'messaging',
    faultsOf: requestFaults(switches),
    timeoutMs: switches.webhookTimeoutMs,
    signal,
  };
}
