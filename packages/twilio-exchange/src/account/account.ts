import { randomBytes } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import type { Switches } from '../trouble/switches.ts';

/** The account that the exchange serves; its token signs webhooks and opens the REST API. */
export type Account = { readonly accountSid: string; readonly authToken: string };

/** The account's token before its last rotation, with which stale signatures are made. */
export const STALE_TOKEN = 'the token before the last rotation';

/**
 * Returns a new SID. Kinds: call `CA`, stream `MZ`, recording `RE`, request `RQ`, message `SM`,
 * message with media `MM`, media `ME`.
 */
export function newSid(kind: 'CA' | 'MZ' | 'RE' | 'RQ' | 'SM' | 'MM' | 'ME'): string {
  return kind + randomBytes(16).toString('hex');
}

/**
 * Returns the `X-Twilio-Signature` of a request: over its URL, then its form fields.
 * @see https://www.twilio.com/docs/usage/security
 * @see https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function signature(
  account: Account,
  url: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  return getExpectedTwilioSignature(account.authToken, url, parameters);
}

/** Returns the signature of a request under a fault; undefined for an unsigned request. */
export function signatureUnder(
  fault: Switches['signatureFault'],
  ...[account, url, parameters]: Parameters<typeof signature>
): string | undefined {
  switch (fault) {
    case 'none':
      return signature(account, url, parameters);
    case 'wrong':
      return signature(account, `${url}/elsewhere`, parameters);
    case 'missing':
      return undefined;
    case 'stale-token':
      return signature({ ...account, authToken: STALE_TOKEN }, url, parameters);
  }
}

/**
 * Returns the spelling of a webhook's URL that is signed. It lacks credentials and fragment, and
 * for voice over https the port.
 * @see https://www.twilio.com/docs/usage/security
 */
export function signedUrl(url: URL, channel: 'voice' | 'messaging'): string {
  const signed = new URL(url);
  signed.username = '';
  signed.password = '';
  signed.hash = '';
  if (signed.protocol === 'https:' && channel === 'voice') signed.port = '';
  return signed.href;
}
