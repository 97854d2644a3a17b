import { contactOfMessage } from '#shared/domain/office/contact.ts';
import { type Interaction, interactionId, rankOfInteraction } from './interaction.ts';

/** An inbound WhatsApp message, with Twilio's identifiers. */
export type ReceivedMessage = {
  readonly messageSid: string;
  readonly from: string;
  readonly to: string;
  /** The sender's number without `+`, also of a sender who hides it. */
  readonly waId?: string | undefined;
  /** The name that the sender gave WhatsApp: a hint, never a proof. */
  readonly profileName?: string | undefined;
  /** The text as the agent reads it; empty for a voice note that is not transcribed yet. */
  readonly text: string;
  /** The attachment; without a sid if its URL is not one of Twilio's media. */
  readonly media?: { readonly mediaSid: string | undefined; readonly type: string } | undefined;
  readonly repliedTo?: string | undefined;
};

/** The time in which the webhook alone answers a message: Twilio takes no answer after 15 s (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides). */
export const WEBHOOK_LIFE_MS = 12_000;

/** WhatsApp's 24-hour window for free text (https://www.twilio.com/docs/whatsapp), less a margin for clock skew. */
const WINDOW_MS = 24 * 3_600_000 - 10 * 60_000;

/** Returns whether a message from `wroteAt` may still be answered with free text. */
export function isWindowOpen(wroteAt: number, at: number): boolean {
  return at - wroteAt < WINDOW_MS;
}

/** Returns the key of a message's row. */
export function messageKey(messageSid: string) {
  return { channel: 'whatsapp', external_sid: messageSid } as const;
}

/** Returns an unanswered message as an interaction; `by` identifies the webhook that enters it. */
export function receivedMessage(message: ReceivedMessage, at: number, by: string): Interaction {
  const { messageSid, from, to, text, media, repliedTo } = message;
  const key = messageKey(messageSid);
  const contact = contactOfMessage(message);
  return {
    id: interactionId(key),
    ...key,
    from_id: from,
    to_id: to,
    ...(contact && { contact }),
    text,
    ...(media?.mediaSid && { media_sid: media.mediaSid }),
    ...(media && { media_type: media.type }),
    ...(repliedTo && { replied_to: repliedTo }),
    entered_by: by,
    status: 'received',
    status_rank: rankOfInteraction('received'),
    created_at: at,
  };
}

/** Returns whether a message was erased: nothing of it may be written or answered again. */
export function isErased({ erased_at }: Interaction): boolean {
  return erased_at !== undefined;
}

/** Returns whether a message's answer is decided. */
export function isSettled({ settled_at }: Interaction): boolean {
  return settled_at !== undefined;
}

/** Returns whether a message has an attachment that is neither stored nor known to be lost. */
export function hasUnstoredMedia({ media_type, media_key, media_problem }: Interaction): boolean {
  return media_type !== undefined && !media_key && !media_problem;
}

/** Returns whether a message needs no more work: erased, or its reply has left and its attachment is stored. */
export function isDone(message: Interaction): boolean {
  if (isErased(message)) return true;
  // The files of the office's own people are not kept.
  if (message.broker_id !== undefined) return isSettled(message);
  return isSettled(message) && !isReplyUnsent(message) && !hasUnstoredMedia(message);
}

/** Returns whether a message has lost its own webhook, so that only another message's answer can include it. */
export function isAbandoned(message: Interaction, at: number): boolean {
  if (message.channel !== 'whatsapp' || isSettled(message)) return false;
  return message.put_off_at !== undefined || at - message.created_at > WEBHOOK_LIFE_MS;
}

/** Returns whether a message has a reply that is not known to have left. */
export function isReplyUnsent(message: Interaction): boolean {
  const { reply_text, reply_sid, status } = message;
  return !!reply_text && !reply_sid && rankOfInteraction(status) < rankOfInteraction('sent');
}
