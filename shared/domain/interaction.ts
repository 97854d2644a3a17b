/** How far an interaction has come; it only rises. */
export type InteractionStatus = 'received' | 'replied' | 'sent' | 'delivered' | 'read' | 'failed';

/** One row of `interactions`: a contact with a customer on any channel. */
export type Interaction = {
  /** `channel#external_sid`, the natural key that makes duplicates harmless. */
  readonly id: string;
  readonly channel: 'phone' | 'whatsapp';
  readonly external_sid: string;
  readonly from_id: string;
  readonly to_id: string;
  readonly contact?: string;
  readonly text?: string;
  readonly reply_text?: string;
  readonly status: InteractionStatus;
  readonly created_at: number;
};

/** What makes an interaction the same one: its channel and the identifier it has there. */
export type InteractionKey = Pick<Interaction, 'channel' | 'external_sid'>;

/** Writes the key of an interaction. */
export function interactionId({ channel, external_sid }: InteractionKey): string {
  return `${channel}#${external_sid}`;
}
