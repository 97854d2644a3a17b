import { randomBytes } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';

/** The account the exchange serves: what it signs with, and what its REST API asks for. */
export type Account = { readonly accountSid: string; readonly authToken: string };

/** Makes a new SID of a kind: `CA` a call, `MZ` a stream, `RE` a recording. */
export function newSid(kind: 'CA' | 'MZ' | 'RE' | 'RQ'): string {
  return kind + randomBytes(16).toString('hex');
}

/** Signs a request as Twilio does: the URL it asks for, then its form fields. */
export function signature(
  account: Account,
  url: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  return getExpectedTwilioSignature(account.authToken, url, parameters);
}

/** The spelling of a webhook's URL that is signed: no credentials, no fragment, no port on https. */
export function signedUrl(url: URL): string {
  const signed = new URL(url);
  signed.username = '';
  signed.password = '';
  signed.hash = '';
  if (signed.protocol === 'https:') signed.port = '';
  return signed.href;
}
