import { randomBytes } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import type { Switches } from '../trouble/switches.ts';

/** The account the exchange serves: what it signs with, and what its REST API asks for. */
export type Account = { readonly accountSid: string; readonly authToken: string };

/** The token that stale signatures are made with: the account's before its last rotation. */
export const STALE_TOKEN = 'the token before the last rotation';

/** Makes a new SID of a kind: `CA` a call, `MZ` a stream, `RE` a recording, `SM` a message, `MM` one with media, `ME` the media. */
export function newSid(kind: 'CA' | 'MZ' | 'RE' | 'RQ' | 'SM' | 'MM' | 'ME'): string {
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

/** Signs a request as a fault has it; undefined where it goes unsigned. */
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

/** The spelling of a webhook's URL that is signed: no credentials, no fragment, and for voice no port on https. */
export function signedUrl(url: URL, channel: 'voice' | 'messaging'): string {
  const signed = new URL(url);
  signed.username = '';
  signed.password = '';
  signed.hash = '';
  if (signed.protocol === 'https:' && channel === 'voice') signed.port = '';
  return signed.href;
}
