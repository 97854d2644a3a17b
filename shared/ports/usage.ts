import type { CallerUsage, MessageUsage, OfficeUsage } from '#shared/domain/office/ceilings.ts';

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
   * Counts a call at its contact once, however often its webhook comes, and returns the day's use with it. All calls
   * without a contact have one count. `isAgain` says that the call was counted before.
   * @throws VendorFailed
   */
  callStarted(
    call: CountedCall,
  ): Promise<{ readonly isAgain: boolean; readonly used: CallerUsage }>;
  /**
   * Adds the length of a call that was counted, once. Returns whether it did.
   * @throws VendorFailed
   */
  callEnded(call: CountedCall, seconds: number): Promise<boolean>;
  /**
   * Counts a message at its contact, and returns the day's use with it. `text` is compared with the one before;
   * undefined for none.
   * @throws VendorFailed
   */
  messageArrived(contact: string, text: string | undefined, at: number): Promise<MessageUsage>;
  /**
   * Adds to the office's use of a day, and returns it. A count of 0 only reads.
   * @throws VendorFailed
   */
  addToOffice(counts: Partial<OfficeUsage>, at: number): Promise<OfficeUsage>;
  /**
   * Returns whether a contact is to be told that a ceiling is reached: true once a day.
   * @throws VendorFailed
   */
  tellOnce(contact: string, at: number): Promise<boolean>;
}
