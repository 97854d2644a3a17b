import twilio from 'twilio';
import type { Config } from '#shared/config/config.ts';
import type { TwilioSecrets } from '#shared/config/secrets.ts';
import { whatsappAddress } from '#shared/domain/office/contact.ts';
import { failing } from '#shared/errors.ts';
import type { TwilioCopies } from '#shared/ports/erasure.ts';

/** No caller waits for an erasure. */
const REQUEST_TIMEOUT_MS = 10_000;
const PAGE_SIZE = 200;
/** More than any contact wrote; a longer list is erased in several rounds. */
const LISTED_AT_MOST = 10_000;

/** Twilio's copies of recordings and messages, through its own client. */
export function twilioCopies(
  { accountSid, apiBaseUrl }: Config['twilio'],
  { twilioAuthToken }: Pick<TwilioSecrets, 'twilioAuthToken'>,
): TwilioCopies {
  const client = twilio(accountSid, twilioAuthToken, { timeout: REQUEST_TIMEOUT_MS });
  client.api.baseUrl = apiBaseUrl;
  const pages = { limit: LISTED_AT_MOST, pageSize: PAGE_SIZE };

  return {
    async recordingsOf(callSid) {
      const listed = await client.recordings
        .list({ callSid, ...pages })
        .catch(failing('twilio', 'the recordings of a call were not listed'));
      return listed.map(({ sid }) => sid);
    },

    async messagesWith(contact) {
      const address = whatsappAddress(contact);
      const lists = [{ from: address }, { to: address }].map((party) =>
        client.messages.list({ ...party, ...pages }),
      );
      const listed = await Promise.all(lists).catch(
        failing('twilio', 'the messages of a contact were not listed'),
      );
      return listed.flat().map(({ sid }) => sid);
    },

    removeRecording: (sid) => untilGone(client.recordings(sid).remove(), 'a recording'),
    // Twilio deletes a message's attachments with it: https://help.twilio.com/articles/223133687
    removeMessage: (sid) => untilGone(client.messages(sid).remove(), 'a message'),
  };
}

async function untilGone(removing: Promise<boolean>, what: string): Promise<void> {
  try {
    await removing;
  } catch (error) {
    if (error instanceof twilio.RestException && error.status === 404) return;
    failing('twilio', `${what} was not removed`)(error);
  }
}
