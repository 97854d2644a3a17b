import twilio from 'twilio';
import type { Account } from '#commands/deployment/phone-numbers.ts';
import { NotChecked } from '#commands/deployment/verdict.ts';
import { failing } from '#shared/errors.ts';

/** Older messages say nothing about the present deployment. */
const WINDOW_MS = 26 * 60 * 60_000;
const LISTED_AT_MOST = 100;
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Returns the SID of the last WhatsApp message that a customer wrote to an account.
 * @throws {NotChecked} where the account does not keep messages.
 * @throws {VendorFailed} where Twilio does not list them.
 */
export async function lastCustomerMessage(account: Account): Promise<string | undefined> {
  const client = twilio(account.accountSid, account.authToken, { timeout: REQUEST_TIMEOUT_MS });
  client.api.baseUrl = account.apiBaseUrl;
  const since = new Date(Date.now() - WINDOW_MS);
  const listed = await client.messages
    .list({ dateSentAfter: since, limit: LISTED_AT_MOST })
    .catch((error: unknown) => {
      if (error instanceof twilio.RestException && error.status === 404) {
        throw new NotChecked('this account does not keep messages');
      }
      return failing('twilio', 'messages were not listed')(error);
    });
  const written = listed.filter(
    ({ direction, to, dateCreated }) =>
      direction === 'inbound' && to.startsWith('whatsapp:') && dateCreated >= since,
  );
  return written[0]?.sid;
}
