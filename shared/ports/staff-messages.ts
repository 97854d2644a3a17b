import type { Lease } from '#shared/domain/lease.ts';
import type { NoticeOutcome } from '#shared/domain/messages/notice.ts';
import type { StaffMessage, StaffMessageState } from '#shared/domain/office/staff-message.ts';
import type { NoticeClaim } from './messages.ts';

/** Keeps `tellings`, the messages to the office's own people. */
export interface StaffMessages {
  /**
   * Leases the sending of a message. Returns `held` if another lease is in force, `done` if its outcome is known.
   * @throws VendorFailed
   */
  claim(message: StaffMessage, lease: Lease): Promise<NoticeClaim | 'held' | 'done'>;
  /**
   * Ends the lease with the outcome of the message; ignored if the lease is no longer ours.
   * @throws VendorFailed
   */
  settle(message: Pick<StaffMessage, 'id'>, lease: Lease, outcome: NoticeOutcome): Promise<void>;
  /**
   * Notes the vendor's report on a message, and returns its row; undefined if it is unknown or no news. A failure is
   * the last word, also after an arrival. Repeated, it returns the row again, so that cut-off work can be completed.
   * @throws VendorFailed
   */
  report(id: string, report: StaffMessageReport): Promise<StaffMessageState | undefined>;
  /**
   * Returns a message; undefined if it is unknown.
   * @throws VendorFailed
   */
  find(id: string): Promise<StaffMessageState | undefined>;
  /**
   * Returns the last message that a vendor's id names; undefined for an id of other messages.
   * @throws VendorFailed
   */
  findBySid(sid: string): Promise<StaffMessageState | undefined>;
}

/** A vendor's report on a message: it left, it arrived, or it could not. */
export type StaffMessageReport =
  | { readonly state: 'sent' | 'delivered'; readonly sid?: string | undefined }
  | { readonly state: 'failed'; readonly failure: string };
