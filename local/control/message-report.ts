import type { Message, MessageStatus, Place } from 'twilio-exchange/whatsapp/message.ts';

/** A message of a conversation as the control server reports it. */
export type MessageReport = {
  readonly messageSid: string;
  readonly by: 'customer' | 'office';
  readonly text: string;
  /** The type or the address of each attachment. */
  readonly media: readonly string[];
  readonly place?: Place;
  readonly repliesTo?: string;
  readonly at: number;
  readonly status: MessageStatus;
  /** Twilio's code for a message that failed. */
  readonly errorCode?: number;
};

/** Turns a message of the exchange into a report. */
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
