import { type Channel, toContact } from '#shared/domain/office/contact.ts';

/** How far an interaction has come; it only rises, and a failure is its end. */
export type InteractionStatus = keyof typeof ranks;

const ranks = {
  received: 10,
  replied: 20,
  sent: 30,
  delivered: 40,
  read: 50,
  failed: 60,
} as const;

/** Orders the statuses, so that a late report moves nothing back. */
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
  readonly text?: string;
  readonly reply_text?: string;
  readonly status: InteractionStatus;
  readonly created_at: number;
} & MessageColumns;

/** What only messages have. */
export type MessageColumns = {
  readonly status_rank?: number;
  /** Tells the webhook that entered a message from its duplicates. */
  readonly entered_by?: string;
  /** Twilio's name for what came with a message, and what its sender says that it is. */
  readonly media_sid?: string;
  readonly media_type?: string;
  /** Where it is kept; absent where it is not. */
  readonly media_key?: string;
  readonly media_problem?: string;
  /** The message of either side to which this one is a reply. */
  readonly replied_to?: string;
  /** When the contact was told to wait: nobody answers any more who has not answered by then, but who comes later. */
  readonly put_off_at?: number;
  /** When it was decided how a message is answered, and by whom; it is decided once. */
  readonly settled_at?: number;
  readonly settled_by?: string;
  /** The later message with which it was answered together. */
  readonly answered_with?: string;
  /** Why it is not answered. */
  readonly unanswered?: 'opted-out' | 'rate-limited' | 'no-contact';
  /** Until when somebody is handing the reply over. */
  readonly sending_until?: number;
  /** Twilio's name for the reply. */
  readonly reply_sid?: string;
  /** Twilio's code for why it did not arrive: https://www.twilio.com/docs/api/errors. */
  readonly error_code?: number;
};

/** What makes an interaction the same one: its channel and the identifier it has there. */
export type InteractionKey = Pick<Interaction, 'channel' | 'external_sid'>;

/** Writes the key of an interaction. */
export function interactionId({ channel, external_sid }: InteractionKey): string {
  return `${channel}#${external_sid}`;
}

/** A call as an interaction, before anything was said. */
export function receivedCall(call: {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  readonly at: number;
}): Interaction {
  const key = { channel: 'phone', external_sid: call.callSid } as const;
  const contact = toContact(call.from);
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
