import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import type { TwilioSecrets } from '#shared/config/secrets.ts';

/** A form as it arrived: blank values kept, repeated names as lists. */
export type FormFields = Record<string, string | string[]>;

/** A request that claims to come from Twilio. */
type ClaimedRequest = {
  readonly signature: string | undefined;
  /** The exact URLs that Twilio may have signed. */
  readonly urls: readonly string[];
  readonly fields: FormFields;
};

/** Returns whether Twilio signed a request, with the current auth token or the previous one: https://www.twilio.com/docs/usage/webhooks/webhooks-security */
export function isSignedByTwilio(secrets: TwilioSecrets, request: ClaimedRequest): boolean {
  const { signature, urls, fields } = request;
  if (!signature) return false;
  const { twilioAuthToken, twilioAuthTokenPrevious = '' } = secrets;
  // Anybody can sign with a blank token, and Twilio's own check accepts one.
  const tokens = [twilioAuthToken, twilioAuthTokenPrevious].filter((token) => token.trim());
  return tokens.some((token) => urls.some((url) => validateRequest(token, signature, url, fields)));
}
