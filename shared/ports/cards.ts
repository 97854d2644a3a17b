import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { WaitingChat } from '#shared/domain/messages/waiting-chat.ts';
import type { CallCard } from '#shared/domain/office/call-card.ts';

/** Keeps the cards of conversations on one channel. Moments are epoch ms. */
export interface Cards<Conversation> {
  /**
   * Returns the conversations that are over and wait for their card, the longest waiting first, up to a limit.
   * @throws VendorFailed
   */
  due(at: number, limit: number): Promise<Conversation[]>;
  /**
   * Leases the making of a card until a moment, and returns the leased conversation. Returns undefined if another
   * maker was faster, or if the conversation goes on or was erased.
   * @throws VendorFailed
   */
  begin(seen: Conversation, until: number): Promise<Conversation | undefined>;
  /**
   * Keeps the card of a leased conversation, which waits on. Returns false if the lease is over, or the conversation
   * goes on or was erased.
   * @throws VendorFailed
   */
  keep(leased: Conversation, card: CallCard): Promise<boolean>;
  /**
   * Ends the waiting of a leased conversation; ignored if the lease is over.
   * @throws VendorFailed
   */
  end(leased: Conversation): Promise<void>;
}

/** Keeps the cards of calls, in `call_log`. */
export type CallCards = Cards<CallLog>;

/** Keeps the cards of chats, in `leads`: the last one of each contact. */
export type ChatCards = Cards<WaitingChat>;

/** Asks a model one question about a text. */
export interface Summarizer {
  /**
   * Returns the answer as an object in the form of the schema, unchecked.
   * @throws VendorFailed, also when aborted, and if the model refuses
   */
  ask(question: SummaryQuestion, signal: AbortSignal): Promise<unknown>;
}

/** A question with the JSON schema of its answer. */
export type SummaryQuestion = {
  readonly name: string;
  readonly instructions: string;
  readonly text: string;
  readonly schema: object;
  readonly maxTokens: number;
};
