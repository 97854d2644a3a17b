import type { CallUsage, MessageUsage } from '#shared/domain/office/ceilings.ts';

/** A call that counts towards the ceilings; `startedAt` in epoch ms decides its day in Israel. */
export type CountedCall = {
  readonly callSid: string;
  /** Absent for a call whose number is not the caller's own. */
  readonly contact: string | undefined;
  readonly startedAt: number;
};

/** Counts what each contact and the whole office use in a day of Israel. Rows hold no number and last two days. */
export interface Usage {
  /**
   * Counts a call once, however often its webhook comes, and returns the day's use with it.
   * @throws VendorFailed
   */
  callStarted(call: CountedCall): Promise<CallUsage>;
  /**
   * Adds the length of a call that was counted, once.
   * @throws VendorFailed
   */
  callEnded(call: CountedCall, seconds: number): Promise<void>;
  /**
   * Counts a message, and returns the day's use with it. `text` is compared with the one before; undefined for none.
   * @throws VendorFailed
   */
  messageArrived(contact: string, text: string | undefined, at: number): Promise<MessageUsage>;
  /**
   * Returns whether a contact is to be told that a ceiling is reached: true once a day.
   * @throws VendorFailed
   */
  tellOnce(contact: string, at: number): Promise<boolean>;
}
