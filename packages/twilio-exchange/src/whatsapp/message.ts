/** Where a message stands, in Twilio's words. */
export type MessageStatus =
  | 'received'
  | 'queued'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'undelivered'
  | 'failed';

/** What is wrong with a file where it is kept: it is refused or gone, far larger or something else than was said, or nowhere but behind one more redirect. */
export type MediaFlaw = 'unauthorized' | 'not-found' | 'huge' | 'wrong-type' | 'redirect-loop';

/** A file that a customer sends. */
export type CustomerMedia = {
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** What is wrong with it where it is kept. */
  readonly flaw?: MediaFlaw | undefined;
};

/** A customer's file as the account keeps it. */
export type StoredMedia = CustomerMedia & { readonly mediaSid: string };

/** Where somebody is or wants to go. */
export type Place = {
  readonly latitude: number;
  readonly longitude: number;
  readonly address?: string | undefined;
  readonly label?: string | undefined;
};

/** A message between the office and a customer, as the account keeps it. */
export type Message = {
  readonly messageSid: string;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  /** The customer's number, without the channel. */
  readonly customer: string;
  readonly body: string;
  /** What the customer attached. */
  readonly media: readonly StoredMedia[];
  /** Where the files are that the office attached. */
  readonly mediaUrls: readonly string[];
  readonly place?: Place | undefined;
  /** The message that it answers, where its sender pointed to one. */
  readonly repliesTo?: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly sentAt?: number;
  readonly status: MessageStatus;
  /** Why it came to nothing. */
  readonly errorCode?: number;
};

/** A message under way, for whoever takes it further. */
export type LiveMessage = { -readonly [Key in keyof Message]: Message[Key] };

/** Writes a number as an address of the channel. */
export function toAddress(number: string): string {
  return `whatsapp:${number}`;
}

/** Whether a message has come to the phone of its customer. */
export function isOnPhone({ direction, status }: Message): boolean {
  return direction !== 'inbound' && (status === 'delivered' || status === 'read');
}
