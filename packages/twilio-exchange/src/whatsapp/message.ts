import type { Button } from './sender.ts';

/**
 * The status of a message.
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export type MessageStatus =
  | 'received'
  | 'queued'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'undelivered'
  | 'failed';

/**
 * The fault of a media file. `huge` is 64 MB, `wrong-type` is HTML, `no-type` is bytes of no
 * stated type, `redirect-loop` redirects to itself.
 */
export type MediaFlaw =
  | 'unauthorized'
  | 'not-found'
  | 'huge'
  | 'wrong-type'
  | 'no-type'
  | 'redirect-loop';

/** A file that a customer sends. */
export type CustomerMedia = {
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** The fault with which the media host serves it. */
  readonly flaw?: MediaFlaw | undefined;
};

/** A customer's file in the account. */
export type StoredMedia = CustomerMedia & { readonly mediaSid: string };

/** A location message. */
export type Place = {
  readonly latitude: number;
  readonly longitude: number;
  readonly address?: string | undefined;
  readonly label?: string | undefined;
};

/** A message between the office and a customer, as the account stores it. */
export type Message = {
  readonly messageSid: string;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  /** The customer's number, without the channel. */
  readonly customer: string;
  readonly body: string;
  /** The customer's attachments. */
  readonly media: readonly StoredMedia[];
  /** The URLs of the office's attachments. */
  readonly mediaUrls: readonly string[];
  /** The quick replies under a message of the office. */
  readonly buttons?: readonly Button[];
  readonly place?: Place | undefined;
  /** The SID of the message that it answers. */
  readonly repliesTo?: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly sentAt?: number;
  readonly status: MessageStatus;
  /** The code of its failure. */
  readonly errorCode?: number;
};

/** A message under way, which changes. */
export type LiveMessage = { -readonly [Key in keyof Message]: Message[Key] };

/** Returns a number as an address of the channel. */
export function toAddress(number: string): string {
  return `whatsapp:${number}`;
}

/** Whether a message of the office has reached the customer's phone. */
export function isOnPhone({ direction, status }: Message): boolean {
  return direction !== 'inbound' && (status === 'delivered' || status === 'read');
}
