import { setTimeout as sleep } from 'node:timers/promises';
import type { CallWatch } from '#shared/domain/call-watch.ts';
import { isOver, LEASE_MS, lastsForRedirect, reasonOf, retryAt } from '#shared/domain/watchdog.ts';
import { log } from '#shared/log.ts';
import type { CallLogs, CallWatches, Telephony } from '#shared/ports.ts';
import type { TwimlDocuments } from './twiml.ts';

type RescueParts = {
  readonly calls: Pick<CallLogs, 'rescue' | 'redirected' | 'move' | 'raise'>;
  readonly watches: Pick<CallWatches, 'claim' | 'rearm' | 'release'>;
  readonly telephony: Pick<Telephony, 'redirect' | 'find'>;
  readonly documents: Pick<TwimlDocuments, 'record'>;
};

/** How long it is tried to note a redirect: past an outage of the store, and the quiet time after it. */
const NOTE_ATTEMPTS = 40;
const NOTE_RETRY_MS = 500;

/** Takes one silent call to the recorded prompt, unless it was moved or came back to life meanwhile. */
export function rescuer({ calls, watches, telephony, documents }: RescueParts) {
  const claim = (watch: CallWatch) => watches.claim(watch, reasonOf(watch), Date.now() + LEASE_MS);

  const retryLater = async (claimed: CallWatch) => {
    const { call_sid: callSid, gen, attempts = 1 } = claimed;
    const nextAt = retryAt(attempts, Date.now());
    log.count('RedirectFailures', { callSid, attempts });
    if (nextAt !== undefined) return watches.rearm(claimed, nextAt);
    log.warn('watchdog.gave-up', { callSid, gen, attempts });
    await watches.release(claimed);
  };

  /** Until this is written, another sweeper would take the caller out of the message and ask for it again. */
  const note = async (callSid: string, attempt = 1): Promise<void> => {
    try {
      await calls.redirected(callSid, Date.now());
    } catch (error) {
      if (attempt === NOTE_ATTEMPTS) throw error;
      await sleep(NOTE_RETRY_MS);
      await note(callSid, attempt + 1);
    }
  };

  /** Twilio says that the call cannot be moved: it is over, or will be movable in a moment. */
  const inspect = async (claimed: CallWatch) => {
    const callSid = claimed.call_sid;
    const call = await telephony.find(callSid);
    if (!call || !isOver(call)) return retryLater(claimed);
    const at = Date.now();
    await calls.move(callSid, undefined, 'ended', at);
    await calls.raise(callSid, call, at);
    await watches.release(claimed);
    log.info('watchdog.call-was-over', { callSid, status: call.status });
  };

  return async (due: CallWatch): Promise<void> => {
    const { call_sid: callSid, gen } = due;
    let claimed = await claim(due);
    if (!claimed) return;
    if (!(await calls.rescue(callSid, gen, Date.now()))) return watches.release(claimed);
    // A store that took its time has used up the lease, and another sweeper may be about to claim it.
    if (!lastsForRedirect(claimed, Date.now())) claimed = await claim(claimed);
    if (!claimed) return;
    try {
      const reason = reasonOf(due);
      log.info('watchdog.redirecting', {
        callSid,
        gen,
        reason,
        lateMs: Date.now() - due.deadline_at,
      });
      if ((await telephony.redirect(callSid, documents.record())) === 'not-in-progress') {
        return await inspect(claimed);
      }
      log.count('WatchdogRedirects', { reason, callSid });
    } catch (error) {
      log.error('watchdog.twilio-failed', error, { callSid, gen });
      return retryLater(claimed);
    }
    await note(callSid);
    await watches.release(claimed);
  };
}
