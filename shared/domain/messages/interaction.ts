import type { CallCard } from '#shared/domain/office/call-card.ts';
import type { Channel } from '#shared/domain/office/contact.ts';

/** The status of an interaction; it only rises in rank, and `failed` is final. */
export type InteractionStatus = keyof typeof ranks;

const ranks = {
  received: 10,
  replied: 20,
  sent: 30,
  delivered: 40,
  read: 50,
  failed: 60,
} as const;

/** Returns the rank of a status; a late report with a lower rank changes nothing. */
export function rankOfInteraction(status: InteractionStatus): number {
  return ranks[status];
}

/** One row of `interactions`: a contact with a customer on any channel. */
export type Interaction = {
  /** `channel#external_sid`, the natural key that makes duplicates harmless. */
  readonly id: string;
  readonly channel: Channel;
  readonly external_sid: string;
  readonly from_id: string;
  readonly to_id: string;
  readonly contact?: string;
  /** The person of the office who wrote it; such a message has no contact. */
  readonly broker_id?: string;
  readonly text?: string;
  readonly reply_text?: string;
  readonly status: InteractionStatus;
  readonly created_at: number;
} & MessageColumns;

/** The columns that only messages have. */
export type MessageColumns = {
  readonly status_rank?: number;
  /** The id of the webhook invocation that entered the message; duplicates have another. */
  readonly entered_by?: string;
  /** Twilio's sid of the attachment, and the type that its sender declares. */
  readonly media_sid?: string;
  readonly media_type?: string;
  /** The attachment's S3 key; absent until it is stored. */
  readonly media_key?: string;
  readonly media_problem?: string;
  /** The home that an alert told of. */
  readonly listing_id?: string;
  /** The message, of either side, that this one quotes. */
  readonly replied_to?: string;
  /** When the webhook put the message off; from then on only a later invocation answers it. */
  readonly put_off_at?: number;
  /** When the answer was decided, once, and by which invocation. */
  readonly settled_at?: number;
  readonly settled_by?: string;
  /** The later message whose answer includes this one. */
  readonly answered_with?: string;
  /** The reason for no answer. */
  readonly unanswered?:
    | 'opted-out'
    | 'rate-limited'
    | 'repeated'
    | 'over-ceiling'
    | 'no-contact'
    // A person of the office was served, and the row holds nothing of what they were told of customers.
    | 'staff';
  /** The end of the lease on sending the reply. */
  readonly sending_until?: number;
  /** Short results of the tools that were used for the reply. */
  readonly tool_notes?: readonly string[];
  /** Twilio's sid of the reply. */
  readonly reply_sid?: string;
  /** The sum of the chat whose last message this is. */
  readonly card?: CallCard;
  /** When the message was erased. A row with it is a tombstone: a repeated webhook must not fill it in again. */
  readonly erased_at?: number;
  /** Twilio's error code of a failed reply: https://www.twilio.com/docs/api/errors. */
  readonly error_code?: number;
};

/** The natural key of an interaction: its channel and its identifier there. */
export type InteractionKey = Pick<Interaction, 'channel' | 'external_sid'>;

/** Returns the row id of an interaction. */
export function interactionId({ channel, external_sid }: InteractionKey): string {
  return `${channel}#${external_sid}`;
}

/** Returns a call as an interaction, before any words. */
export function receivedCall(call: {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  /** Absent if the number is not the caller's own. */
  readonly contact: string | undefined;
  readonly at: number;
}): Interaction {
  const { contact } = call;
  const key = { channel: 'phone', external_sid: call.callSid } as const;
  return {
    id: interactionId(key),
    ...key,
    from_id: call.from,
    to_id: call.to,
    ...(contact ? { contact } : {}),
    status: 'received',
    created_at: call.at,
  };
}
