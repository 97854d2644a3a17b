import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CallWatch,
  HEARTBEAT_MS,
  NO_MEDIA_TIMEOUT_MS,
} from '#shared/domain/calls/call-watch.ts';
import {
  isOver,
  LEASE_MS,
  lastsForRedirect,
  type RedirectReason,
  reasonOf,
  retryAt,
} from '#shared/domain/calls/watchdog.ts';
import { log } from '#shared/log.ts';
import type { CallLogs, CallWatches, Telephony } from '#shared/ports/calls.ts';
import { survive } from '#shared/survival.ts';
import type { TwimlDocuments } from '#shared/twilio/twiml.ts';

type RescueParts = {
  readonly calls: Pick<CallLogs, 'rescue' | 'redirected' | 'answered' | 'move' | 'raise'>;
  readonly watches: Pick<CallWatches, 'now' | 'attach' | 'claim' | 'rearm' | 'release'>;
  readonly telephony: Pick<Telephony, 'redirect' | 'find' | 'isRecorded'>;
  readonly documents: Pick<TwimlDocuments, 'record'>;
};

/** The attempts to store a redirect: they outlast an outage of the store and the quiet time after it. */
const NOTE_ATTEMPTS = 40;
const NOTE_RETRY_MS = 500;

/** A deadline missed by this much fell into an outage of the store. */
const LATE_MS = 2_000;

/** Returns a function that redirects one silent call to the recorded prompt, unless it moved or recovered meanwhile. */
export function rescuer({ calls, watches, telephony, documents }: RescueParts) {
  const claim = (watch: CallWatch) =>
    watches.claim(watch, reasonOf(watch), watches.now() + LEASE_MS);

  const retryLater = async (claimed: CallWatch) => {
    const { call_sid: callSid, gen, attempts = 1 } = claimed;
    const nextAt = retryAt(attempts, watches.now());
    log.count('RedirectFailures', { callSid, attempts });
    if (nextAt !== undefined) return watches.rearm(claimed, nextAt);
    log.warn('watchdog.gave-up', { callSid, gen, attempts });
    await watches.release(claimed);
  };

  /** Drops the claim on a call that is not silent. A stream that started late gets a deadline for its first heartbeat. */
  const standDown = (claimed: CallWatch, reason: RedirectReason) =>
    reason === 'no-start'
      ? watches.attach(
          claimed.call_sid,
          claimed.gen,
          watches.now() + NO_MEDIA_TIMEOUT_MS - HEARTBEAT_MS,
        )
      : watches.release(claimed);

  /** Stores the redirect. Until then another sweeper would interrupt the voicemail and play the prompt again. */
  const noteRedirect = async (callSid: string, attempt = 1): Promise<void> => {
    try {
      await calls.redirected(callSid, Date.now());
    } catch (error) {
      if (attempt === NOTE_ATTEMPTS) throw error;
      await sleep(NOTE_RETRY_MS);
      await noteRedirect(callSid, attempt + 1);
    }
  };

  /** Asks Twilio after an outage of the store, or an unconfirmed redirect: the caller may already be at the prompt. */
  const isAtPrompt = async ({ call_sid: callSid, attempts = 0, deadline_at }: CallWatch) => {
    const isLate = attempts > 0 || watches.now() - deadline_at > LATE_MS;
    if (!isLate) return false;
    const isRecorded = await survive(
      'watchdog.not-known-if-recorded',
      telephony.isRecorded(callSid),
    );
    if (isRecorded) await calls.answered(callSid, Date.now());
    return isRecorded === true;
  };

  /** Handles a call that Twilio cannot redirect: it is over, or not in progress yet. */
  const closeOrRetry = async (claimed: CallWatch) => {
    const callSid = claimed.call_sid;
    const call = await telephony.find(callSid);
    if (!call || !isOver(call)) return retryLater(claimed);
    const at = Date.now();
    await calls.move({ callSid, seen: undefined, move: 'ended' }, at);
    await calls.raise(callSid, call, at);
    await watches.release(claimed);
    log.info('watchdog.call-was-over', { callSid, status: call.status });
  };

  return async (due: CallWatch): Promise<void> => {
    const { call_sid: callSid, gen } = due;
    const reason = reasonOf(due);
    let claimed = await claim(due);
    if (!claimed) return;
    if (!(await calls.rescue({ callSid, gen, reason }, Date.now())))
      return standDown(claimed, reason);
    if (await isAtPrompt(due)) return watches.release(claimed);
    // A slow store has used up the lease, and another sweeper may be about to claim the call.
    if (!lastsForRedirect(claimed, watches.now())) claimed = await claim(claimed);
    if (!claimed) return;
    try {
      log.info('watchdog.redirecting', {
        callSid,
        gen,
        reason,
        lateMs: watches.now() - due.deadline_at,
      });
      if ((await telephony.redirect(callSid, documents.record())) === 'not-in-progress') {
        return await closeOrRetry(claimed);
      }
      log.count('WatchdogRedirects', { reason, callSid });
      log.count('VoicemailsAsked', { reason, callSid });
    } catch (error) {
      log.error('watchdog.twilio-failed', error, { callSid, gen });
      return retryLater(claimed);
    }
    await noteRedirect(callSid);
    await watches.release(claimed);
  };
}
