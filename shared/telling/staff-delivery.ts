import type { NoticeOutcome } from '#shared/domain/messages/notice.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { StaffMessage } from '#shared/domain/office/staff-message.ts';
import { log, masked } from '#shared/log.ts';
import { deliverOnce, LEASE_MS } from '#shared/messages/single-delivery.ts';
import type { StaffMessages } from '#shared/ports/staff-messages.ts';

/** Sends one message to a person of the office, in one way. `triedSince` is the moment of an attempt with no outcome. */
export type StaffSender = (
  message: StaffMessage & { readonly name: string; readonly triedSince: number | undefined },
  signal: AbortSignal,
) => Promise<NoticeOutcome>;

/**
 * Sends a message to a person at most once. Returns `lost` if it could not reach them.
 * @throws VendorFailed if the outcome is unknown
 */
export async function sendToStaff(
  { messages, sender }: { readonly messages: StaffMessages; readonly sender: StaffSender },
  message: StaffMessage,
  { name }: Pick<Broker, 'name'>,
): Promise<'sent' | 'lost' | 'held'> {
  const { id, way } = message;
  const send = (triedSince: number | undefined, signal: AbortSignal) =>
    sender({ ...message, name, triedSince }, signal);
  const now = Date.now();
  // A vendor that stays away must not hold up the next way.
  const isLastAttempt = now - message.at >= LEASE_MS;
  const outcome = await deliverOnce(messages, { ...message, at: now }, send, isLastAttempt).catch(
    async (error) => {
      if (!isLastAttempt || (await messages.find(id))?.state !== 'failed') throw error;
      return { failure: { reason: 'unreachable' } } as const;
    },
  );
  if (outcome === 'held') return 'held';
  if (outcome === 'done') return (await messages.find(id))?.state === 'failed' ? 'lost' : 'sent';
  const to = masked(message.to);
  if ('sid' in outcome) {
    log.info('telling.sent', { id, to, way, sid: outcome.sid });
    return 'sent';
  }
  log.warn('telling.not-sent', { id, to, way, ...outcome.failure });
  log.count('StaffMessagesFailed', { id, reason: way });
  return 'lost';
}
