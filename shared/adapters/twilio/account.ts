import BaseTwilio from 'twilio/lib/base/BaseTwilio.js';
import ApiBase from 'twilio/lib/rest/ApiBase.js';
import type { AccountContext } from 'twilio/lib/rest/api/v2010/account.js';
import type { Config } from '#shared/config/config.ts';
import type { TwilioSecrets } from '#shared/config/secrets.ts';

type Limits = {
  /** The longest silence on a connection; a trickling answer may take longer. */
  readonly timeoutMs: number;
  readonly maxSockets?: number;
};

/** Opens one account in Twilio's REST API through its own client, without the other products, which weigh 3 MB. */
export function twilioAccount(
  { accountSid, apiBaseUrl }: Config['twilio'],
  { twilioAuthToken }: Pick<TwilioSecrets, 'twilioAuthToken'>,
  { timeoutMs, maxSockets }: Limits,
): AccountContext {
  const client = new BaseTwilio.Client(accountSid, twilioAuthToken, {
    timeout: timeoutMs,
    ...(maxSockets !== undefined && { maxSockets }),
  });
  const api = new ApiBase(client);
  api.baseUrl = apiBaseUrl;
  return api.v2010.account;
}

/** A refusal of Twilio's: the HTTP status and the code of https://www.twilio.com/docs/api/errors. */
export type TwilioRefusal = { readonly status: number; readonly code: number | undefined };

/** Reads the refusal from an error of the client; undefined if Twilio did not answer. */
export function toRefusal(error: unknown): TwilioRefusal | undefined {
  if (!(error instanceof Error && 'status' in error)) return undefined;
  const code = 'code' in error && typeof error.code === 'number' ? error.code : undefined;
  return typeof error.status === 'number' ? { status: error.status, code } : undefined;
}
