import type { CallInstance } from 'twilio/lib/rest/api/v2010/account/call.js';
import type { Config } from '#shared/config/config.ts';
import type { TwilioSecrets } from '#shared/config/secrets.ts';
import { inTime } from '#shared/deadlines.ts';
import { toCallStatus } from '#shared/domain/calls/call-log.ts';
import { REDIRECT_TIMEOUT_MS, REDIRECTS_AT_ONCE } from '#shared/domain/calls/watchdog.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { KnownCall, Telephony } from '#shared/ports/calls.ts';
import { toRefusal, twilioAccount } from './account.ts';
import { fetchWav } from './media.ts';

/** Under the 10 s of a webhook's Lambda, with room for the rest of its work. */
const REQUEST_TIMEOUT_MS = 4_000;
// The client's own timeout is for a silent connection; a trickling one needs these.
const FETCH_DEADLINE = { name: 'fetch', ms: REQUEST_TIMEOUT_MS };
const REDIRECT_DEADLINE = { name: 'redirect', ms: REDIRECT_TIMEOUT_MS };
/** Longer pages take Twilio longer; one of these comes well within a request's timeout. */
const PAGE_SIZE = 200;
/** Twilio's codes for a call that cannot be moved: https://www.twilio.com/docs/errors/21220 and https://www.twilio.com/docs/errors/20404 */
const notInProgress = new Set([21220, 20404]);

/** Calls and recordings in Twilio's REST API, through its own client: https://www.twilio.com/docs/voice/api/call-resource */
export function twilioTelephony(
  config: Config['twilio'],
  secrets: Pick<TwilioSecrets, 'twilioAuthToken'>,
): Telephony {
  const { accountSid, apiBaseUrl } = config;
  const account = twilioAccount(config, secrets, { timeoutMs: REQUEST_TIMEOUT_MS });
  // A client has one timeout; a caller in silence waits for this shorter one.
  const urgent = twilioAccount(config, secrets, {
    timeoutMs: REDIRECT_TIMEOUT_MS,
    maxSockets: REDIRECTS_AT_ONCE,
  });
  const authorization = `Basic ${Buffer.from(`${accountSid}:${secrets.twilioAuthToken}`).toString('base64')}`;

  return {
    async find(callSid) {
      try {
        const call = await inTime('twilio', FETCH_DEADLINE, account.calls(callSid).fetch());
        if (call.sid !== callSid) throw new VendorFailed('twilio', 'answered about another call');
        return toKnownCall(call);
      } catch (error) {
        if (toRefusal(error)?.status === 404) return undefined;
        return failing('twilio', 'a call was not fetched')(error);
      }
    },

    async callsSince(at, limit) {
      const listed = await account.calls
        .list({ startTimeAfter: new Date(at), limit, pageSize: PAGE_SIZE })
        .catch(failing('twilio', 'calls were not listed'));
      // Twilio filters by whole days (UTC), and lists the legs to the office too.
      return listed
        .filter(({ direction }) => direction === 'inbound')
        .map(toKnownCall)
        .filter(({ startedAt }) => startedAt >= at);
    },

    async voicemailsSince(at, limit) {
      const listed = await account.recordings
        .list({ dateCreatedAfter: new Date(at), limit, pageSize: PAGE_SIZE })
        .catch(failing('twilio', 'recordings were not listed'));
      return listed
        .filter(({ source, status }) => source === 'RecordVerb' && status === 'completed')
        .filter(({ dateCreated }) => dateCreated.getTime() >= at)
        .map(({ callSid, sid }) => ({ callSid, recordingSid: sid }));
    },

    async redirect(callSid, twiml) {
      try {
        const redirecting = urgent.calls(callSid).update({ twiml });
        const call = await inTime('twilio', REDIRECT_DEADLINE, redirecting);
        if (call.sid !== callSid) throw new VendorFailed('twilio', 'redirected another call');
        return 'redirected';
      } catch (error) {
        if (notInProgress.has(toRefusal(error)?.code ?? 0)) {
          return 'not-in-progress';
        }
        return failing('twilio', 'a call was not redirected')(error);
      }
    },

    async isRecorded(callSid) {
      const listing = urgent.recordings.list({ callSid, limit: 1 });
      const listed = await inTime('twilio', REDIRECT_DEADLINE, listing).catch(
        failing('twilio', 'the recordings of a call were not listed'),
      );
      return listed.length > 0;
    },

    recording(recordingSid, signal) {
      // The URL is built here, because one from a webhook could point anywhere.
      const url = `${apiBaseUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}.wav`;
      return fetchWav(url, authorization, signal);
    },
  };
}

function toKnownCall(call: CallInstance): KnownCall {
  const { sid, from, to, forwardedFrom, status, startTime, dateCreated, duration } = call;
  return {
    callSid: sid,
    from,
    to,
    forwardedFrom: forwardedFrom || undefined,
    status: toCallStatus(status),
    startedAt: (startTime ?? dateCreated).getTime(),
    durationS: duration ? Number(duration) : undefined,
  };
}
