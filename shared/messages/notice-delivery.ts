import { setTimeout as sleep } from 'node:timers/promises';
import type { Notice, NoticeOutcome } from '#shared/domain/messages/notice.ts';
import { log, masked } from '#shared/log.ts';
import type { Messaging, Notices } from '#shared/ports/messages.ts';
import type { Leads } from '#shared/ports/office.ts';

/** The collaborators that send a notice. */
export type NoticeParts = {
  readonly notices: Notices;
  readonly leads: Pick<Leads, 'isOptedOut' | 'optOut'>;
  readonly messaging: Messaging;
};

/** A notice with its template and the template's variables. Without a template it is its own text. */
export type WrittenNotice = Omit<Notice, 'at'> & {
  readonly templateSid?: string;
  readonly variables?: Readonly<Record<string, string>>;
};

/** The limit on sending: covers one send, one lookup and a second send; no caller is waiting. */
const SEND_DEADLINE_MS = 20_000;
/** The lease on a notice: the deadline, and a margin for Twilio's status callback, which reports a timed-out send. */
const LEASE_MS = 90_000;
/** The pauses before each attempt to store the outcome: an outcome that is lost is sent again. */
const NOTE_PAUSES_MS = [0, 500, 2_000, 5_000];
/** Twilio's error code for a recipient who opted out: https://www.twilio.com/docs/api/errors/21610. */
const UNSUBSCRIBED = 21610;

/**
 * Sends a notice at most once, and never to a contact who opted out. Returns `held` while another invocation
 * holds the lease.
 * @throws VendorFailed if the outcome is unknown.
 */
export async function sendNotice(
  { notices, leads, messaging }: NoticeParts,
  { templateSid, variables = {}, ...words }: WrittenNotice,
  isLastAttempt: boolean,
): Promise<'settled' | 'held'> {
  const { id, contact } = words;
  const at = Date.now();
  const notice = { ...words, at };
  const lease = { at, until: at + LEASE_MS };
  const claim = await notices.claim(notice, lease);
  if (claim === 'held') return 'held';
  if (claim === 'done') {
    log.info('notice.was-settled', { id });
    return 'settled';
  }

  const deliver = async (): Promise<NoticeOutcome> => {
    if (await leads.isOptedOut(contact)) return { failure: { reason: 'opted-out' } };
    const signal = AbortSignal.timeout(SEND_DEADLINE_MS);
    const { triedSince } = claim;
    const content = templateSid ? { templateSid, variables } : { text: words.text };
    const message = { id, to: contact, triedSince, ...content };
    const sent = await messaging.send(message, signal);
    if ('sid' in sent) return sent;
    return { failure: { reason: 'refused', code: sent.refused } };
  };
  const note = async (outcome: NoticeOutcome, pauses = NOTE_PAUSES_MS): Promise<void> => {
    const [pauseMs = 0, ...more] = pauses;
    await sleep(pauseMs);
    try {
      await notices.settle(notice, lease, outcome);
    } catch (error) {
      if (more.length === 0) throw error;
      await note(outcome, more);
    }
  };

  try {
    const outcome = await deliver();
    await note(outcome);
    logOutcome(notice, outcome);
    if ('failure' in outcome && isUnsubscribed(outcome)) await leads.optOut(contact, at);
    return 'settled';
  } catch (error) {
    if (isLastAttempt) await note({ failure: { reason: 'unreachable' } });
    throw error;
  }
}

function logOutcome({ id, contact }: Notice, outcome: NoticeOutcome): void {
  const to = masked(contact);
  if ('sid' in outcome) log.info('notice.sent', { id, to, messageSid: outcome.sid });
  else log.warn('notice.not-sent', { id, to, ...outcome.failure });
}

function isUnsubscribed({ failure }: Extract<NoticeOutcome, { failure: unknown }>): boolean {
  return failure.reason === 'refused' && failure.code === UNSUBSCRIBED;
}
