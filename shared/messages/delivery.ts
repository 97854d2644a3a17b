import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { isWindowOpen } from '#shared/domain/messages/message.ts';
import { log } from '#shared/log.ts';
import type { Interactions, Messaging } from '#shared/ports/messages.ts';
import type { Leads } from '#shared/ports/office.ts';
import { toMessages } from './splitting.ts';

/** The collaborators that send a reply. */
export type SendingParts = {
  readonly messaging: Messaging;
  readonly interactions: Pick<Interactions, 'note' | 'raise'>;
  readonly leads: Pick<Leads, 'optOut'>;
};

/** Twilio's error code for a recipient who opted out: https://www.twilio.com/docs/api/errors/21610. */
const RECIPIENT_OPTED_OUT = 21_610;

/** Twilio's error code for free text outside the 24-hour window: https://www.twilio.com/docs/api/errors/63016. */
const OUTSIDE_WINDOW = 63_016;

/** Stores a failed delivery, and an opt-out that caused it; returns the message if its status changed. */
export async function noteFailed(
  { interactions, leads }: Omit<SendingParts, 'messaging'>,
  message: Pick<Interaction, 'channel' | 'external_sid'> & {
    readonly contact?: string | undefined;
  },
  report: { readonly errorCode?: number | undefined; readonly replySid?: string | undefined },
): Promise<Interaction | undefined> {
  log.warn('message.failed', { id: message.external_sid, code: report.errorCode });
  log.count('MessagesFailed', { reason: String(report.errorCode ?? 'unknown') });
  const raised = await interactions.raise(message, { status: 'failed', ...report });
  if (message.contact && report.errorCode === RECIPIENT_OPTED_OUT) {
    await leads.optOut(message.contact, Date.now());
  }
  return raised;
}

/**
 * Sends a message's stored reply. With `triedSince`, Twilio is first asked for an earlier send since then,
 * which must not be repeated.
 */
export async function sendReply(
  parts: SendingParts,
  message: Interaction & { readonly contact: string },
  triedSince: number | undefined,
): Promise<void> {
  const { external_sid: id, from_id: from, reply_text: reply = '' } = message;
  // The address as it wrote: WhatsApp may know a number by an older form than the contact's.
  const to = from.replace(/^whatsapp:(?=\+)/, '');
  // Twilio would accept the message now and fail it later.
  if (!isWindowOpen(message.created_at, Date.now())) {
    await noteFailed(parts, message, { errorCode: OUTSIDE_WINDOW });
    return;
  }
  let replySid: string | undefined;
  for (const [index, text] of toMessages(reply).entries()) {
    const part = index === 0 ? id : `${id}.${index + 1}`;
    const sent = await parts.messaging.send({ id: part, to, text, triedSince });
    if ('refused' in sent) {
      await noteFailed(parts, message, { errorCode: sent.refused });
      return;
    }
    replySid = sent.sid;
  }
  if (replySid) await parts.interactions.note(message, { reply_sid: replySid });
  log.info('message.sent', { id, replySid });
}
