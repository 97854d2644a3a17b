import type { Message, MessageStatus, Place } from 'twilio-exchange/whatsapp/message.ts';

/** A message of a conversation, as a world tells it. */
export type MessageReport = {
  readonly messageSid: string;
  readonly by: 'customer' | 'office';
  readonly text: string;
  /** What is attached, by its type or its address. */
  readonly media: readonly string[];
  readonly place?: Place;
  readonly repliesTo?: string;
  readonly at: number;
  readonly status: MessageStatus;
  /** Why it came to nothing. */
  readonly errorCode?: number;
};

/** Tells a message to somebody outside the world. */
export function toMessageReport(message: Message): MessageReport {
  const { messageSid, direction, body, media, mediaUrls, place, repliesTo, errorCode } = message;
  return {
    messageSid,
    by: direction === 'inbound' ? 'customer' : 'office',
    text: body,
    media: [...media.map(({ contentType }) => contentType), ...mediaUrls],
    ...(place && { place }),
    ...(repliesTo !== undefined && { repliesTo }),
    at: message.createdAt,
    status: message.status,
    ...(errorCode !== undefined && { errorCode }),
  };
}
