import { toContact } from './contact.ts';

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
