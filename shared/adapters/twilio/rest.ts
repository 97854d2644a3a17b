import type { Config, SecretValues } from '#shared/config/config.ts';
import { failing } from '#shared/errors.ts';
import { boundedBody } from './bounded-body.ts';

/** Twilio answers within a second; a webhook waits for no more than a few. */
const REQUEST_TIMEOUT_MS = 4_000;
/** A page of fifty messages has about 50 KB. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** What Twilio answered: its status, and its JSON where it is some. */
export type RestAnswer = { readonly status: number; readonly body: unknown };

/** Twilio's REST API for one account, asked directly: its own client is larger than everything else that a message needs. */
export function twilioRest(
  { accountSid, apiBaseUrl }: Config['twilio'],
  { twilioAuthToken }: Pick<SecretValues, 'twilioAuthToken'>,
) {
  const base = `${apiBaseUrl}/2010-04-01/Accounts/${accountSid}`;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${twilioAuthToken}`).toString('base64')}`;
  return {
    authorization,
    urlOf: (path: string) => `${base}${path}`,

    /** Asks, or posts a form; throws where no answer came. */
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
        return { status: response.status, body: fromJson(body?.toString('utf8') ?? '') };
      };
      return answered().catch(failing('twilio', 'did not answer'));
    },
  };
}

/** The API as its users hold it. */
export type TwilioRest = ReturnType<typeof twilioRest>;

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
