import type { Account } from '../account/account.ts';

/** Where a message is in the REST API, without an extension. */
export function messageUri({ accountSid }: Account, messageSid: string): string {
  return `/2010-04-01/Accounts/${accountSid}/Messages/${messageSid}`;
}

/** Where a file of a message is, without an extension: its metadata and its redirect differ by that alone. */
export function mediaUri(
  account: Account,
  { messageSid, mediaSid }: { messageSid: string; mediaSid: string },
): string {
  return `${messageUri(account, messageSid)}/Media/${mediaSid}`;
}
