import type { Account } from '../account/account.ts';

/** Returns the path of a message in the REST API, without an extension. */
export function messageUri({ accountSid }: Account, messageSid: string): string {
  return `/2010-04-01/Accounts/${accountSid}/Messages/${messageSid}`;
}

/** Returns the path of a file: with `.json` it leads to the metadata, without it to the bytes. */
export function mediaUri(
  account: Account,
  { messageSid, mediaSid }: { messageSid: string; mediaSid: string },
): string {
  return `${messageUri(account, messageSid)}/Media/${mediaSid}`;
}
