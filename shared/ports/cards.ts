import type { CallCard } from '#shared/domain/calls/call-card.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';

/** Keeps the cards of calls, in `call_log`. Moments are epoch ms. */
export interface CallCards {
  /**
   * Returns the calls that are over and wait for their card, the longest waiting first, up to a limit.
   * @throws VendorFailed
   */
  due(at: number, limit: number): Promise<CallLog[]>;
  /**
   * Leases the making of a card until a moment. Returns false if another maker was faster.
   * @throws VendorFailed
   */
  begin(seen: CallLog, until: number): Promise<boolean>;
  /**
   * Keeps a card, and ends the waiting. Without a card, only the waiting ends.
   * @throws VendorFailed
   */
  keep(callSid: string, card: CallCard | undefined): Promise<void>;
}

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
