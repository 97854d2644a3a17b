import twilio from 'twilio';
import type { Config, SecretValues } from '#shared/config.ts';
import { toCallStatus } from '#shared/domain/call-log.ts';
import { REDIRECT_TIMEOUT_MS, REDIRECTS_AT_ONCE } from '#shared/domain/watchdog.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { Telephony } from '#shared/ports.ts';

/** Under the 10 s of a Lambda that answers a webhook, with room for the rest of its work. */
const REQUEST_TIMEOUT_MS = 4_000;
/** `<Record maxLength=120>` as 16-bit WAV is 1.9 MB. */
const RECORDING_MAX_BYTES = 16 * 1024 * 1024;
/** Twilio's codes for a call that cannot be moved: https://www.twilio.com/docs/errors/21220 and 20404. */
const notInProgress = new Set([21220, 20404]);

/** Twilio's REST API through its own client; media by plain authenticated GET, which the client does not offer. */
export function twilioTelephony(
  { accountSid, apiBaseUrl }: Config['twilio'],
  { twilioAuthToken }: Pick<SecretValues, 'twilioAuthToken'>,
): Telephony {
  const client = twilio(accountSid, twilioAuthToken, { timeout: REQUEST_TIMEOUT_MS });
  client.api.baseUrl = apiBaseUrl;
  // A client has one time limit: a silent caller waits for this one.
  const hurried = twilio(accountSid, twilioAuthToken, {
    timeout: REDIRECT_TIMEOUT_MS,
    maxSockets: REDIRECTS_AT_ONCE,
  });
  hurried.api.baseUrl = apiBaseUrl;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${twilioAuthToken}`).toString('base64')}`;

  return {
    async find(callSid) {
      try {
        const { from, to, status } = await client.calls(callSid).fetch();
        return { from, to, status: toCallStatus(status) };
      } catch (error) {
        if (error instanceof twilio.RestException && error.status === 404) return undefined;
        return failing('twilio', 'a call was not fetched')(error);
      }
    },

    async redirect(callSid, twiml) {
      try {
        await hurried.calls(callSid).update({ twiml });
        return 'redirected';
      } catch (error) {
        if (error instanceof twilio.RestException && notInProgress.has(error.code ?? 0)) {
          return 'not-in-progress';
        }
        return failing('twilio', 'a call was not redirected')(error);
      }
    },

    async recording(recordingSid, signal) {
      // The URL is built here: one that arrives in a webhook could point anywhere.
      const url = `${apiBaseUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}.wav`;
      const response = await fetch(url, { headers: { authorization }, signal }).catch(
        failing('twilio', 'a recording was not fetched'),
      );
      if (response.status === 404) {
        await response.body?.cancel();
        return undefined;
      }
      if (!response.ok || !response.body) {
        await response.body?.cancel();
        throw new VendorFailed('twilio', `a recording was refused with ${response.status}`);
      }
      return bounded(response.body);
    },
  };
}

async function bounded(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > RECORDING_MAX_BYTES) {
      throw new VendorFailed('twilio', `a recording is longer than ${RECORDING_MAX_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
