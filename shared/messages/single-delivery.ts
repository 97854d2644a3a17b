import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease } from '#shared/domain/lease.ts';
import type { NoticeOutcome } from '#shared/domain/messages/notice.ts';
import type { NoticeClaim } from '#shared/ports/messages.ts';

/** A store that leases the sending of messages, each under its own id. */
export type LeasedMessages<Message extends { readonly id: string }> = {
  claim(message: Message, lease: Lease): Promise<NoticeClaim | 'held' | 'done'>;
  settle(message: Pick<Message, 'id'>, lease: Lease, outcome: NoticeOutcome): Promise<void>;
};

/** The limit on sending: covers one send, one lookup and a second send; no caller is waiting. */
const SEND_DEADLINE_MS = 20_000;
/** The lease on a message: the deadline, and a margin for the vendor's report, which tells of a timed-out send. */
export const LEASE_MS = 90_000;
/** The pauses before each attempt to store the outcome: an outcome that is lost is sent again. */
const NOTE_PAUSES_MS = [0, 500, 2_000, 5_000];

/**
 * Sends a message at most once. Returns its outcome, `held` while another invocation holds the lease, or `done` if
 * the outcome was known before.
 * @throws VendorFailed if the outcome is unknown
 */
export async function deliverOnce<Message extends { readonly id: string; readonly at: number }>(
  store: LeasedMessages<Message>,
  message: Message,
  send: (triedSince: number | undefined, signal: AbortSignal) => Promise<NoticeOutcome>,
  isLastAttempt: boolean,
): Promise<NoticeOutcome | 'held' | 'done'> {
  const lease = { at: message.at, until: message.at + LEASE_MS };
  const claim = await store.claim(message, lease);
  if (claim === 'held' || claim === 'done') return claim;

  const note = async (outcome: NoticeOutcome, pauses = NOTE_PAUSES_MS): Promise<void> => {
    const [pauseMs = 0, ...more] = pauses;
    await sleep(pauseMs);
    try {
      await store.settle(message, lease, outcome);
    } catch (error) {
      if (more.length === 0) throw error;
      await note(outcome, more);
    }
  };

  try {
    const outcome = await send(claim.triedSince, AbortSignal.timeout(SEND_DEADLINE_MS));
    await note(outcome);
    return outcome;
  } catch (error) {
    if (isLastAttempt) await note({ failure: { reason: 'unreachable' } });
    throw error;
  }
}
