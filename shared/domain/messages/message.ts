import { toContact } from '#shared/domain/office/contact.ts';
import { type Interaction, interactionId, rankOfInteraction } from './interaction.ts';

/** What came in on WhatsApp, in words and as Twilio names it. */
export type ReceivedMessage = {
  readonly messageSid: string;
  readonly from: string;
  readonly to: string;
  /** What it says, as the agent reads it; empty where it has to be heard first. */
  readonly text: string;
  /** What came with it; without a name where it does not stand where Twilio keeps such things. */
  readonly media?: { readonly mediaSid: string | undefined; readonly type: string } | undefined;
  readonly repliedTo?: string | undefined;
};

/** How long a message is its webhook's: Twilio hears no answer that comes later than 15 s. */
export const WEBHOOK_LIFE_MS = 12_000;

/** For how long after a message WhatsApp lets anything but a template through, less what a clock may be wrong. */
const WINDOW_MS = 24 * 3_600_000 - 10 * 60_000;

/** Tells whether somebody who wrote at a moment may still be answered in free words. */
export function isWindowOpen(wroteAt: number, at: number): boolean {
  return at - wroteAt < WINDOW_MS;
}

/** The key of a message's row. */
export function messageKey(messageSid: string) {
  return { channel: 'whatsapp', external_sid: messageSid } as const;
}

/** A message as an interaction, before it is answered; `by` tells who enters it. */
export function receivedMessage(message: ReceivedMessage, at: number, by: string): Interaction {
  const { messageSid, from, to, text, media, repliedTo } = message;
  const key = messageKey(messageSid);
  const contact = toContact(from);
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

/** Tells whether it is decided how a message is answered. */
export function isSettled({ settled_at }: Interaction): boolean {
  return settled_at !== undefined;
}

/** Tells whether something came with a message that is neither kept nor known to be lost. */
export function isToBeKept({ media_type, media_key, media_problem }: Interaction): boolean {
  return media_type !== undefined && !media_key && !media_problem;
}

/** Tells whether nobody needs to look after a message any more: its reply has left, and what came with it is kept. */
export function isDone(message: Interaction): boolean {
  return isSettled(message) && !isReplyOwed(message) && !isToBeKept(message);
}

/** Tells whether nobody answers a message any more unless somebody else takes it along. */
export function isAbandoned(message: Interaction, at: number): boolean {
  if (message.channel !== 'whatsapp' || isSettled(message)) return false;
  return message.put_off_at !== undefined || at - message.created_at > WEBHOOK_LIFE_MS;
}

/** Tells whether a reply stands of which nobody heard that it has left. */
export function isReplyOwed(message: Interaction): boolean {
  const { reply_text, reply_sid, status } = message;
  return !!reply_text && !reply_sid && rankOfInteraction(status) < rankOfInteraction('sent');
}
