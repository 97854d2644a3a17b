import { setTimeout as sleep } from 'node:timers/promises';
import type { Notice, NoticeOutcome } from '#shared/domain/messages/notice.ts';
import { log, masked } from '#shared/log.ts';
import type { Messaging, Notices } from '#shared/ports/messages.ts';
import type { Leads } from '#shared/ports/office.ts';

export type SendingParts = {
  readonly notices: Notices;
  readonly leads: Pick<Leads, 'find' | 'optOut'>;
  readonly messaging: Messaging;
};

/** A notice with the template that is sent for it, and what fills its blanks. */
export type WrittenNotice = Omit<Notice, 'at'> & {
  readonly templateSid: string;
  readonly variables: Readonly<Record<string, string>>;
};

/** Nobody waits: as long as a send with a look before a second one may take. */
const SEND_DEADLINE_MS = 20_000;
/** How long a notice is nobody else's: the deadline, with room for Twilio's callback, which tells what was sent where we could not. */
const LEASE_MS = 90_000;
/** What was sent must be noted, or it is sent again. */
const NOTE_PAUSES_MS = [0, 500, 2_000, 5_000];
/** Twilio's code for somebody who unsubscribed there: https://www.twilio.com/docs/errors/21610. */
const UNSUBSCRIBED = 21610;

/** Writes to a contact, once however often it is asked for, and never to one who wants no messages; throws where it is not known what became of it. */
export async function sendNotice(
  { notices, leads, messaging }: SendingParts,
  { templateSid, variables, ...words }: WrittenNotice,
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
    const lead = await leads.find(contact);
    if (lead?.opted_out_at !== undefined) return { failure: { reason: 'opted-out' } };
    const signal = AbortSignal.timeout(SEND_DEADLINE_MS);
    const { triedSince } = claim;
    const message = { id, to: contact, templateSid, variables, triedSince };
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
    tell(notice, outcome);
    if ('failure' in outcome && isUnsubscribed(outcome)) await leads.optOut(contact, at);
    return 'settled';
  } catch (error) {
    if (isLastAttempt) await note({ failure: { reason: 'unreachable' } });
    throw error;
  }
}

function tell({ id, contact }: Notice, outcome: NoticeOutcome): void {
  const to = masked(contact);
  if ('sid' in outcome) log.info('notice.sent', { id, to, messageSid: outcome.sid });
  else log.warn('notice.not-sent', { id, to, ...outcome.failure });
}

function isUnsubscribed({ failure }: Extract<NoticeOutcome, { failure: unknown }>): boolean {
  return failure.reason === 'refused' && failure.code === UNSUBSCRIBED;
}
