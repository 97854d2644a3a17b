import type { Lease } from '#shared/domain/lease.ts';
import type {
  Interaction,
  InteractionKey,
  InteractionStatus,
} from '#shared/domain/messages/interaction.ts';
import type { ReceivedMessage } from '#shared/domain/messages/message.ts';
import type { MessageQueue, Place } from '#shared/domain/messages/message-queue.ts';
import type { Notice, NoticeOutcome } from '#shared/domain/messages/notice.ts';

/** Keeps `interactions`. */
export interface Interactions {
  /** Writes an interaction when it is received; what stands of it already stays. */
  receive(interaction: Interaction): Promise<void>;
  /** Notes what was said on both sides, unless a later reading of it stands. */
  reply(
    key: InteractionKey,
    said: { readonly text: string; readonly replyText: string; readonly readAt: number },
  ): Promise<void>;
  /** Reads a contact's last interactions on all channels, the newest first, up to a limit. */
  recent(contact: string, limit: number): Promise<Interaction[]>;
  /** Reads an interaction as it stands now. */
  find(key: InteractionKey): Promise<Interaction | undefined>;
  /** Enters a message, once; gives what stands, which another webhook may have entered. */
  enter(message: Interaction): Promise<Interaction>;
  /** Adds what became known of a message; one that is not there stays away. */
  note(key: InteractionKey, facts: MessageFacts): Promise<void>;
  /** Decides how a message is answered, unless that is decided; gives what stands, undefined where nothing does. */
  settle(key: InteractionKey, settlement: Settlement): Promise<Interaction | undefined>;
  /** Takes it upon itself to send a reply that stands; false where somebody else does, or it has left. */
  claimSending(key: InteractionKey, lease: Lease): Promise<boolean>;
  /** Raises the status of a message to what Twilio tells of it, and gives it as it stands then; what comes late changes nothing, and gives nothing. */
  raise(key: InteractionKey, report: MessageReport): Promise<Interaction | undefined>;
}

/** What becomes known of a message between its arrival and its answer. */
export type MessageFacts = Partial<
  Pick<
    Interaction,
    'text' | 'media_key' | 'media_problem' | 'put_off_at' | 'reply_sid' | 'sending_until'
  >
>;

/** How a message is answered, and who decided that: with words, together with a later one, or not at all. */
export type Settlement = { readonly by: string; readonly at: number } & (
  | { readonly replyText: string; readonly sendingUntil: number }
  | { readonly answeredWith: string }
  | { readonly unanswered: NonNullable<Interaction['unanswered']> }
);

/** What is told of a message of ours that left, or did not. */
export type MessageReport = {
  readonly status: Extract<InteractionStatus, 'sent' | 'delivered' | 'read' | 'failed'>;
  readonly replySid?: string | undefined;
  readonly errorCode?: number | undefined;
};

/** Keeps the messages of each contact in the order in which they came, so that one is answered at a time. */
export interface MessageQueues {
  /** Puts a message at the end of its contact's queue; gives the queue as it stands then. */
  join(contact: string, place: Place, at: number): Promise<MessageQueue>;
  /** Reads a contact's queue as it stands now. */
  read(contact: string): Promise<MessageQueue>;
  /** Takes a message that was answered out of the queue, and the places that have lapsed; an old reading of the queue saves a new one. */
  leave(contact: string, leaving: LeavingMessage, seen?: MessageQueue): Promise<void>;
  /** Takes a message out that could not be answered now; tells whether its contact is to be told to wait, which happens once a minute. */
  putOff(contact: string, leaving: LeavingMessage): Promise<boolean>;
}

/** A message that leaves its queue. */
export type LeavingMessage = { readonly messageSid: string; readonly at: number };

/** Reads what contacts sent where Twilio keeps it. */
export interface Inbox {
  /** Reads a message; undefined where Twilio does not know it. */
  find(messageSid: string, signal: AbortSignal): Promise<KeptMessage | undefined>;
  /** Fetches what came with a message, or says why it cannot be had; throws where it may be had later. */
  attachment(name: AttachmentName, signal: AbortSignal): Promise<Attachment>;
}

/** A message as Twilio keeps it. */
export type KeptMessage = Pick<ReceivedMessage, 'messageSid' | 'from' | 'to' | 'media'> & {
  /** As it was written. */
  readonly body: string;
  /** When it came to Twilio, to the second. */
  readonly at: number;
};

/** Knows what was written to the office, whoever was told of it. */
export interface WrittenMessages {
  /** Lists the messages since a moment, the newest first, up to a limit. */
  since(at: number, limit: number): Promise<WrittenMessage[]>;
}

/** A message in Twilio's list of them. */
export type WrittenMessage = { readonly messageSid: string; readonly at: number };

/** Names what came with a message. */
export type AttachmentName = { readonly messageSid: string; readonly mediaSid: string };

/** What came with a message, its type as its server tells it. */
export type Attachment =
  | { readonly bytes: Uint8Array; readonly type: string }
  | { readonly problem: 'refused' | 'gone' | 'too-large' };

/** Keeps what came with messages. */
export interface Attachments {
  /** Stores it as bytes of no kind, so that no browser ever runs it, and gives its key. */
  put(name: AttachmentName, bytes: Uint8Array, signal: AbortSignal): Promise<string>;
}

/** Sends messages to WhatsApp. */
export interface Messaging {
  /** Sends a message, no more than once for its id: after an answer that did not come, it looks before it sends again. */
  send(message: OutgoingMessage, signal?: AbortSignal): Promise<SentMessage>;
}

/** Keeps what is written to contacts who did not just write: rows of `interactions`. */
export interface Notices {
  /** Claims the sending of a notice until a moment; says why not where it is not ours. */
  claim(notice: Notice, lease: Lease): Promise<NoticeClaim | 'held' | 'done'>;
  /** Ends a claim, as long as it is ours: with what became of the notice. */
  settle(notice: Pick<Notice, 'id'>, lease: Lease, outcome: NoticeOutcome): Promise<void>;
}

/** A notice that is ours to send; somebody may have sent it before, since a moment. */
export type NoticeClaim = { readonly triedSince: number | undefined };

/** A message of ours. */
export type OutgoingMessage = {
  /** Ours; carried in the StatusCallback's query, by which a message is found again. */
  readonly id: string;
  /** E.164. */
  readonly to: string;
  /** Since when somebody may have sent it already: then it is looked for before it is sent. */
  readonly triedSince?: number | undefined;
} & (
  | { readonly text: string }
  | { readonly templateSid: string; readonly variables: Readonly<Record<string, string>> }
);

/** What became of it: Twilio's sid, or why it was refused (Twilio's error code, e.g. 63016). */
export type SentMessage = { readonly sid: string } | { readonly refused: number };
