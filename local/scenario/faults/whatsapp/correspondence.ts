import { voiceNote } from '#local/scenario/voice-note.ts';
import type { Customer } from '#local/twilio/whatsapp/customer.ts';
import type { CustomerMessage } from '#local/twilio/whatsapp/customer-message.ts';
import type { PostReport } from '#local/twilio/whatsapp/inbox.ts';
import type { World } from '#local/world/world.ts';
import type { Writing } from './row.ts';

/** A message that was written, and what Twilio was answered about it. */
export type Correspondence = {
  readonly messageSid: string;
  readonly words: string;
  /** One for each delivery. */
  readonly reports: readonly PostReport[];
};

/** The first bytes of a JPEG file; nobody looks further. */
const PICTURE = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');

/** Prepares what a customer writes: recording takes longer than writing. */
export async function toMessage(
  { words, as, flaw }: Writing,
  world: World,
): Promise<CustomerMessage> {
  if (as === 'voice-note') return { media: [{ ...(await voiceNote(words, world)), flaw }] };
  if (as === 'picture') {
    return { media: [{ contentType: 'image/jpeg', bytes: PICTURE, flaw }], text: words };
  }
  return { text: words };
}

/** Writes a message and has it delivered, again where that is asked; settles when every delivery is answered. */
export async function writeMessage(
  customer: Customer,
  content: CustomerMessage,
  { words, underWayMs, again }: Writing,
): Promise<Correspondence> {
  const { messageSid, posted } = customer.write(content, { afterMs: underWayMs });
  const beside = again === 'at-once' ? [customer.repost(messageSid).posted] : [];
  const reports = await Promise.all([posted, ...beside]);
  if (again === 'afterwards') reports.push(await customer.repost(messageSid).posted);
  return { messageSid, words, reports };
}
