import type { Lease } from '#shared/domain/lease.ts';
import type {
  Interaction,
  InteractionKey,
  InteractionStatus,
} from '#shared/domain/messages/interaction.ts';
import type { ReceivedMessage } from '#shared/domain/messages/message.ts';
import type { MessageQueue, Place } from '#shared/domain/messages/message-queue.ts';
import type { Notice, NoticeDrop, NoticeOutcome } from '#shared/domain/messages/notice.ts';

/** Keeps `interactions`. Contacts are E.164, moments epoch ms. */
export interface Interactions {
  /**
   * Writes an interaction when it is received; fields that are there already stay.
   * @throws VendorFailed
   */
  receive(interaction: Interaction): Promise<void>;
  /**
   * Writes the words of both sides, unless those of a later reading are there. `readAt` is the moment of that reading.
   * @throws VendorFailed
   */
  reply(
    key: InteractionKey,
    said: { readonly text: string; readonly replyText: string; readonly readAt: number },
  ): Promise<void>;
  /**
   * Returns a contact's last interactions on all channels, the newest first, up to a limit.
   * @throws VendorFailed
   */
  recent(contact: string, limit: number): Promise<Interaction[]>;
  /**
   * Returns an interaction as it is now; undefined if it is not there.
   * @throws VendorFailed
   */
  find(key: InteractionKey): Promise<Interaction | undefined>;
  /**
   * Enters a message once, and returns its row, which another webhook may have entered. A user who was joined to a
   * contact writes as that contact.
   * @throws VendorFailed
   */
  enter(message: Interaction): Promise<Interaction>;
  /**
   * Adds facts about a message; a missing row is not created.
   * @throws VendorFailed
   */
  note(key: InteractionKey, facts: MessageFacts): Promise<void>;
  /**
   * Decides how a message is answered, unless that is decided already.
   * Returns the row in force; undefined if the message is not there.
   * @throws VendorFailed
   */
  settle(key: InteractionKey, settlement: Settlement): Promise<Interaction | undefined>;
  /**
   * Leases the sending of a decided reply. Returns false if another lease is in force, or if the reply has left.
   * @throws VendorFailed
   */
  claimSending(key: InteractionKey, lease: Lease): Promise<boolean>;
  /**
   * Raises the status of a message, and returns its new row.
   * Returns undefined if the report is not news: the status is as high already, or the row is not there.
   * @throws VendorFailed
   */
  raise(key: InteractionKey, report: MessageReport): Promise<Interaction | undefined>;
}

/** Facts that become known of a message between its arrival and its answer. */
export type MessageFacts = Partial<
  Pick<
    Interaction,
    | 'text'
    | 'media_key'
    | 'media_problem'
    | 'put_off_at'
    | 'tool_notes'
    | 'reply_sid'
    | 'sending_until'
    | 'card'
  >
>;

/** The decision how a message is answered: with words, together with a later one, or not at all. `by` is its author. */
export type Settlement = { readonly by: string; readonly at: number } & (
  | {
      readonly replyText: string;
      readonly toolNotes?: readonly string[];
      readonly sendingUntil: number;
    }
  | { readonly answeredWith: string }
  | { readonly unanswered: NonNullable<Interaction['unanswered']> }
);

/** A report on a message of ours: how far it has come, or the code of its failure. */
export type MessageReport = {
  readonly status: Extract<InteractionStatus, 'sent' | 'delivered' | 'read' | 'failed'>;
  readonly replySid?: string | undefined;
  readonly errorCode?: number | undefined;
};

/** Queues the messages of each contact (E.164) in the order of arrival, so that one is answered at a time. Moments are epoch ms. */
export interface MessageQueues {
  /**
   * Puts a message at the end of its contact's queue, and returns the new queue.
   * @throws VendorFailed, also if other writers keep changing the queue
   */
  join(contact: string, place: Place, at: number): Promise<MessageQueue>;
  /**
   * Returns a contact's queue as it is now, which may be empty.
   * @throws VendorFailed
   */
  read(contact: string): Promise<MessageQueue>;
  /**
   * Takes an answered message out of the queue, and every expired place. `seen`, an earlier reading, saves a new one.
   * @throws VendorFailed, also if other writers keep changing the queue
   */
  leave(contact: string, leaving: LeavingMessage, seen?: MessageQueue): Promise<void>;
  /**
   * Takes out a message that could not be answered now, and every expired place.
   * Returns whether to tell the contact to wait, which happens once a minute.
   * @throws VendorFailed, also if other writers keep changing the queue
   */
  putOff(contact: string, leaving: LeavingMessage): Promise<boolean>;
}

/** A message that leaves its queue, and when, in epoch ms. */
export type LeavingMessage = { readonly messageSid: string; readonly at: number };

/** Reads the messages of contacts from Twilio. */
export interface Inbox {
  /**
   * Returns a message; undefined if Twilio does not know it, or if it is one of ours.
   * @throws VendorFailed, also when aborted
   */
  find(messageSid: string, signal: AbortSignal): Promise<KeptMessage | undefined>;
  /**
   * Returns the bytes of an attachment, or the reason why it can never be had.
   * @throws VendorFailed if it may be had later, also when aborted
   */
  attachment(name: AttachmentName, signal: AbortSignal): Promise<Attachment>;
}

/** A message as Twilio keeps it; `from` and `to` are `whatsapp:` and E.164. */
export type KeptMessage = Pick<ReceivedMessage, 'messageSid' | 'from' | 'to' | 'media'> & {
  /** As it was written. */
  readonly body: string;
  /** When it came to Twilio: epoch ms, precise to the second. */
  readonly at: number;
};

/** Lists the messages written to the office, including those whose webhook never came. */
export interface WrittenMessages {
  /**
   * Returns the messages since a moment in epoch ms, the newest first, up to a limit.
   * @throws VendorFailed
   */
  since(at: number, limit: number): Promise<WrittenMessage[]>;
}

/** A message in Twilio's list, and when it came, in epoch ms. */
export type WrittenMessage = { readonly messageSid: string; readonly at: number };

/** The name of an attachment. */
export type AttachmentName = { readonly messageSid: string; readonly mediaSid: string };

/** An attachment with the MIME type that its server gives it, or the reason why it cannot be had. */
export type Attachment =
  | { readonly bytes: Uint8Array; readonly type: string }
  | { readonly problem: 'refused' | 'gone' | 'too-large' };

/** Keeps the attachments of messages. */
export interface Attachments {
  /**
   * Stores an attachment as bytes without a type, so that no browser ever runs it. Returns its object key.
   * @throws VendorFailed, also when aborted
   */
  put(name: AttachmentName, bytes: Uint8Array, signal: AbortSignal): Promise<string>;
}

/** Sends messages to WhatsApp. */
export interface Messaging {
  /**
   * Sends a message, at most once for its id. After a lost answer it looks for the message before it sends again.
   * Returns Twilio's sid of the message, or its code for a refusal.
   * @throws VendorFailed
   * @throws AbortError or `signal.reason` when aborted
   */
  send(message: OutgoingMessage, signal?: AbortSignal): Promise<SentMessage>;
}

/** Keeps notices, which no message of the contact preceded: rows of `interactions`. */
export interface Notices {
  /**
   * Leases the sending of a notice. Returns `held` if another lease is in force, `done` if its outcome is known.
   * @throws VendorFailed
   */
  claim(notice: Notice, lease: Lease): Promise<NoticeClaim | 'held' | 'done'>;
  /**
   * Ends the lease with the outcome of the notice; ignored if the lease is no longer ours.
   * @throws VendorFailed
   */
  settle(notice: Pick<Notice, 'id'>, lease: Lease, outcome: NoticeOutcome): Promise<void>;
  /**
   * Settles a notice that an earlier attempt left without an outcome and that will not be sent. Ignored without
   * such an attempt, and while a lease is in force at `at` (epoch ms).
   * @throws VendorFailed
   */
  drop(notice: Pick<Notice, 'id' | 'at'>, reason: NoticeDrop): Promise<void>;
}

/** A leased notice. An earlier holder, if any, may have sent it since `triedSince`, in epoch ms. */
export type NoticeClaim = { readonly triedSince: number | undefined };

/** A message of ours. */
export type OutgoingMessage = {
  /** Our id, carried in the query of the StatusCallback, so that a callback finds its message. */
  readonly id: string;
  /** E.164. */
  readonly to: string;
  /** The moment (epoch ms) since which it may have been sent already: then Twilio's list is read first. */
  readonly triedSince?: number | undefined;
} & (
  | { readonly text: string }
  | { readonly templateSid: string; readonly variables: Readonly<Record<string, string>> }
);

/** The outcome of sending: Twilio's sid, or its error code for the refusal, such as 63016. */
export type SentMessage = { readonly sid: string } | { readonly refused: number };
