import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { StaffMessageState } from '#shared/domain/office/staff-message.ts';
import type { Task } from '#shared/domain/office/task.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';

/** Clears the CRM of a contact, who is known by their number in E.164. */
export interface CrmErasure {
  /**
   * Writes the tombstone of a call, at a moment in epoch ms. From now on no webhook fills the call in.
   * @throws VendorFailed
   */
  leaveTombstone(callSid: string, at: number): Promise<void>;
  /**
   * Deletes everything of a call with a tombstone, except the tombstone. A call without one stays.
   * @throws VendorFailed
   */
  reduceToTombstone(callSid: string): Promise<void>;
  /**
   * Deletes turns; missing ones are ignored.
   * @throws VendorFailed, after which some of them may be deleted
   */
  removeTurns(turns: readonly Pick<CallTurn, 'call_sid' | 'id'>[]): Promise<void>;
  /**
   * Deletes interactions; missing ones are ignored. A message that a webhook entered leaves a tombstone, at a moment
   * in epoch ms.
   * @throws VendorFailed, after which some of them may be deleted
   */
  removeInteractions(interactions: readonly Interaction[], at: number): Promise<void>;
  /**
   * Deletes viewings that are still the contact's: another contact may have the half hour by now.
   * @throws VendorFailed, after which some of them may be deleted
   */
  removeViewings(contact: string, viewings: readonly Pick<Viewing, 'id'>[]): Promise<void>;
  /**
   * Deletes tasks; missing ones are ignored.
   * @throws VendorFailed, after which some of them may be deleted
   */
  removeTasks(tasks: readonly Pick<Task, 'id'>[]): Promise<void>;
  /**
   * Deletes messages to the office's people. One that was sent about tasks of others too keeps its row and those tasks,
   * without its words.
   * @throws VendorFailed, after which some of them may be deleted
   */
  removeTellings(
    tellings: readonly StaffMessageState[],
    tasks: readonly Pick<Task, 'id'>[],
  ): Promise<void>;
  /**
   * Deletes a contact's lead, or does nothing if it is gone.
   * @throws VendorFailed
   */
  removeLead(contact: string): Promise<void>;
}

/** The stored files of calls and messages. */
export interface HeldFiles {
  /**
   * Returns the files whose keys begin with a prefix.
   * @throws VendorFailed
   */
  list(prefix: string): Promise<HeldFile[]>;
  /**
   * Returns the bytes of a file.
   * @throws VendorFailed, also if the file is gone
   */
  read(key: string): Promise<Uint8Array>;
  /**
   * Deletes a file, or does nothing if it is gone.
   * @throws VendorFailed
   */
  remove(key: string): Promise<void>;
}

/** A file in a list: its size in bytes, and when it was last written, in epoch ms. */
export type HeldFile = { readonly key: string; readonly bytes: number; readonly at: number };

/** Twilio's own copies of recordings and messages. */
export interface TwilioCopies {
  /**
   * Returns the sids of a call's recordings.
   * @throws VendorFailed
   */
  recordingsOf(callSid: string): Promise<string[]>;
  /**
   * Returns the sids of the WhatsApp messages between a contact (E.164) and the office.
   * @throws VendorFailed
   */
  messagesWith(contact: string): Promise<string[]>;
  /**
   * Deletes a recording, or does nothing if it is gone.
   * @throws VendorFailed
   */
  removeRecording(recordingSid: string): Promise<void>;
  /**
   * Deletes a message with its attachments, or does nothing if it is gone.
   * @throws VendorFailed
   */
  removeMessage(messageSid: string): Promise<void>;
}
