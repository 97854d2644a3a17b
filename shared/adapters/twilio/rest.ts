import { boundedBody } from '#shared/bounded-body.ts';
import type { Config } from '#shared/config/config.ts';
import type { TwilioSecrets } from '#shared/config/secrets.ts';
import { failing } from '#shared/errors.ts';
import { jsonIn } from '#shared/json.ts';

/** Twilio usually answers within a second; a webhook waits for a few at most. */
const REQUEST_TIMEOUT_MS = 4_000;
/** A page of fifty messages has about 50 KB. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Twilio's answer: its HTTP status, and its JSON; undefined if the body is not JSON. */
export type RestAnswer = { readonly status: number; readonly body: unknown };

/** Twilio's REST API for one account, without its own client, which is larger than the rest of a message's code. */
export function twilioRest(
  { accountSid, apiBaseUrl }: Config['twilio'],
  { twilioAuthToken }: Pick<TwilioSecrets, 'twilioAuthToken'>,
) {
  const base = `${apiBaseUrl}/2010-04-01/Accounts/${accountSid}`;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${twilioAuthToken}`).toString('base64')}`;
  return {
    authorization,
    urlOf: (path: string) => `${base}${path}`,

    /** Returns the answer to a GET, or to the POST of a form, whatever its status. @throws VendorFailed if no answer came, also when aborted */
    async ask(path: string, form?: URLSearchParams, signal?: AbortSignal): Promise<RestAnswer> {
      const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
      const answered = async () => {
        const response = await fetch(`${base}${path}`, {
          method: form ? 'POST' : 'GET',
          headers: { authorization, accept: 'application/json' },
          ...(form && { body: form }),
          // A redirect would take the credentials, or turn a POST into a GET.
          redirect: 'manual',
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        });
        const body = response.body && (await boundedBody(response.body, MAX_ANSWER_BYTES));
        return { status: response.status, body: jsonIn(body?.toString('utf8') ?? '') };
      };
      return answered().catch(failing('twilio', 'did not answer'));
    },
  };
}

/** The API of one account. */
export type TwilioRest = ReturnType<typeof twilioRest>;
