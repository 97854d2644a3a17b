import type { ExchangeError } from 'twilio-exchange/account/error-log.ts';
import { isOnPhone, type Message } from 'twilio-exchange/whatsapp/message.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { Correspondence } from './correspondence.ts';

/** The observed outcome of a row's messages. */
export type MessageOutcome = {
  readonly contact: string;
  readonly written: readonly Correspondence[];
  /** All messages between the customer and the office, oldest first. */
  readonly conversation: readonly Message[];
  /** The contact's rows in the CRM. */
  readonly rows: readonly Interaction[];
  /** Twilio's errors since the row began. */
  readonly errors: readonly ExchangeError[];
  /** The product's log lines since the row began. */
  readonly logged: readonly string[];
  /** Returns the milliseconds that the customer waited until a moment. */
  readonly elapsedMs: (until: number) => number;
};

/** Returns the milliseconds until the office's first and last message. */
export function waitsOf({ conversation, elapsedMs }: MessageOutcome) {
  const moments = conversation.filter(isOnPhone).map(({ createdAt }) => elapsedMs(createdAt));
  return { firstWordMs: moments[0], lastWordMs: moments.at(-1) };
}
