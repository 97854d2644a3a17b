import BaseTwilio from 'twilio/lib/base/BaseTwilio.js';
import ApiBase from 'twilio/lib/rest/ApiBase.js';
import type { AccountContext } from 'twilio/lib/rest/api/v2010/account.js';
import type { Config, SecretValues } from '#shared/config/config.ts';

type Limits = {
  /** How long the client waits for a connection that falls silent. */
  readonly timeoutMs: number;
  readonly maxSockets?: number;
};

/** Opens one account in Twilio's REST API through its own client, without the products that are not asked here: they weigh 3 MB. */
export function twilioAccount(
  { accountSid, apiBaseUrl }: Config['twilio'],
  { twilioAuthToken }: Pick<SecretValues, 'twilioAuthToken'>,
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

/** What Twilio said no with. */
export type TwilioRefusal = { readonly status: number; readonly code: number | undefined };

/** Reads what the client throws when Twilio says no; undefined where Twilio did not answer. */
export function toRefusal(error: unknown): TwilioRefusal | undefined {
  if (!(error instanceof Error && 'status' in error)) return undefined;
  const code = 'code' in error && typeof error.code === 'number' ? error.code : undefined;
  return typeof error.status === 'number' ? { status: error.status, code } : undefined;
}
