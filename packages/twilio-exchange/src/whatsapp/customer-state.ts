import type { Subscription } from '../account/subscription.ts';
import type { MessageFaults } from '../trouble/rest-faults.ts';
import type { Switches } from '../trouble/switches.ts';
import type { Message } from './message.ts';

/** The behaviour of a customer and of the channel to them. */
export type Habits = {
  /** The name on the customer's profile, which is any text. */
  readonly profileName: string;
  /** The last status of messages: `read`, `delivered` without read receipts, or `sent` to a phone that is off. */
  readonly receives: 'read' | 'delivered' | 'sent';
  /** The code with which messages fail: 21610 (opted out) at once, any other later. */
  readonly refusal: number | undefined;
  /**
   * Whether WhatsApp brings them marketing templates. It withholds them (63049) from people who stopped or ignored such
   * messages; other messages pass.
   * @see https://www.twilio.com/docs/api/errors/63049
   */
  readonly takesMarketing: boolean;
  /** The switches of their conversation. */
  readonly switches: Partial<Switches>;
};

/** The state of a customer. */
export type CustomerState = {
  readonly number: string;
  readonly faults: MessageFaults;
  /** Publishes every change of every message. */
  readonly changes: Subscription<Message>;
  habits: Habits;
  /** The start of the 24-hour window. */
  windowOpenedAt: number;
};

/**
 * The code of a customer who has opted out, to whom messages are refused at once.
 * @see https://www.twilio.com/docs/api/errors/21610
 */
export const OPTED_OUT = 21610;
/**
 * The customer service window: free-form messages reach a customer for so long after they wrote.
 * @see https://www.twilio.com/docs/whatsapp
 * @see https://www.twilio.com/docs/api/errors/63016
 */
const WINDOW_MS = 24 * 60 * 60_000;

/** Whether the customer has written within the window. */
export function isWindowOpen({ windowOpenedAt }: CustomerState): boolean {
  return Date.now() - windowOpenedAt < WINDOW_MS;
}
