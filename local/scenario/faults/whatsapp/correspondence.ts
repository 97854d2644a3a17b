import type { CustomerMessage } from 'twilio-exchange/whatsapp/customer-message.ts';
import type { PostReport } from 'twilio-exchange/whatsapp/inbox.ts';
import { waitUntil } from '#local/polling.ts';
import { voiceNote } from '#local/scenario/voice-note.ts';
import type { World } from '#local/world/world.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { Writing } from './row.ts';
import type { Scene } from './stage.ts';

/** A customer's message, and the webhook's answers to its deliveries. */
export type Correspondence = {
  readonly messageSid: string;
  readonly words: string;
  /** One report for each delivery. */
  readonly reports: readonly PostReport[];
};

/** The first bytes of a JPEG file: no code here reads more of it. */
const PICTURE = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');

/** The CRM has a message within the two attempts of a store call. */
export const ENTERED_DEADLINE_MS = 5_000;

/** Prepares a message before the row begins: synthesising a voice note takes time. */
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

/** Sends a message, twice where its row asks for that; resolves when every delivery is answered. */
export async function writeMessage(
  { stage, customer }: Scene,
  content: CustomerMessage,
  { words, underWayMs, again }: Writing,
): Promise<Correspondence> {
  const { messageSid, posted } = customer.write(content, { afterMs: underWayMs });
  const isEntered = (rows: readonly Interaction[]) =>
    rows.some(({ external_sid }) => external_sid === messageSid);
  if (again === 'meanwhile') {
    await waitUntil(() => stage.rowsOf(customer.number), isEntered, ENTERED_DEADLINE_MS);
  }
  if (again === 'afterwards') await posted;
  const copies = again ? [customer.repost(messageSid).posted] : [];
  return { messageSid, words, reports: await Promise.all([posted, ...copies]) };
}
