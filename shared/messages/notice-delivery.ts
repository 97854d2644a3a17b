import type { Notice, NoticeOutcome } from '#shared/domain/messages/notice.ts';
import { log, masked } from '#shared/log.ts';
import type { Messaging, Notices } from '#shared/ports/messages.ts';
import type { Leads } from '#shared/ports/office.ts';
import { deliverOnce } from './single-delivery.ts';

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
  const notice = { ...words, at: Date.now() };
  const send = async (triedSince: number | undefined, signal: AbortSignal) => {
    if (await leads.isOptedOut(contact)) return { failure: { reason: 'opted-out' } } as const;
    const content = templateSid ? { templateSid, variables } : { text: words.text };
    const sent = await messaging.send({ id, to: contact, triedSince, ...content }, signal);
    if ('sid' in sent) return sent;
    return { failure: { reason: 'refused', code: sent.refused } } as const;
  };
  const outcome = await deliverOnce(notices, notice, send, isLastAttempt);
  if (outcome === 'held') return 'held';
  if (outcome === 'done') {
    log.info('notice.was-settled', { id });
    return 'settled';
  }
  logOutcome(notice, outcome);
  if ('failure' in outcome && isUnsubscribed(outcome)) await leads.optOut(contact, notice.at);
  return 'settled';
}

function logOutcome({ id, contact }: Notice, outcome: NoticeOutcome): void {
  const to = masked(contact);
  if ('sid' in outcome) log.info('notice.sent', { id, to, messageSid: outcome.sid });
  else log.warn('notice.not-sent', { id, to, ...outcome.failure });
}

function isUnsubscribed({ failure }: Extract<NoticeOutcome, { failure: unknown }>): boolean {
  return failure.reason === 'refused' && failure.code === UNSUBSCRIBED;
}
