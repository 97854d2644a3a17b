import type { Subscription } from '../account/subscription.ts';
import type { MessageFaults } from '../trouble/rest-faults.ts';
import type { Switches } from '../trouble/switches.ts';
import type { Message } from './message.ts';

/** How a customer and what is around them behaves. */
export type Habits = {
  /** The name they go by; it is theirs to choose and may be anything. */
  readonly profileName: string;
  /** How far messages come: read, delivered to a phone that tells nothing of reading, or sent to one that is off. */
  readonly receives: 'read' | 'delivered' | 'sent';
  /** Twilio's code for why nothing reaches them: 21610 (opted out) refuses at once, any other later. */
  readonly refusal: number | undefined;
  /** How the exchange behaves in their conversation. */
  readonly switches: Partial<Switches>;
};

/** The state of a customer, for those who carry their messages. */
export type CustomerState = {
  readonly number: string;
  readonly faults: MessageFaults;
  /** Every change of every message. */
  readonly changes: Subscription<Message>;
  habits: Habits;
  /** When the 24 hours began in which free-form messages reach them. */
  windowOpenedAt: number;
};

/** Twilio's code for customers who have opted out: what is sent to them is refused at once. */
export const OPTED_OUT = 21610;
/** Free-form messages are let through for so long after a customer wrote. */
const WINDOW_MS = 24 * 60 * 60_000;

/** Whether the customer has written within the window. */
export function isWindowOpen({ windowOpenedAt }: CustomerState): boolean {
  return Date.now() - windowOpenedAt < WINDOW_MS;
}
