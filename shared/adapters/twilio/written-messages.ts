import type { Config } from '#shared/config/config.ts';
import type { TwilioSecrets } from '#shared/config/secrets.ts';
import { failing } from '#shared/errors.ts';
import type { WrittenMessages } from '#shared/ports/messages.ts';
import { twilioAccount } from './account.ts';

/** No caller waits for a list. */
const REQUEST_TIMEOUT_MS = 10_000;
const PAGE_SIZE = 200;

/** Twilio's list of the messages to one sender (E.164), through its own client. */
export function twilioWrittenMessages(
  config: Config['twilio'],
  secrets: Pick<TwilioSecrets, 'twilioAuthToken'>,
  sender: string,
): WrittenMessages {
  const account = twilioAccount(config, secrets, { timeoutMs: REQUEST_TIMEOUT_MS });
  return {
    async since(at, limit) {
      const to = `whatsapp:${sender}`;
      const listed = await account.messages
        .list({ to, dateSentAfter: new Date(at), limit, pageSize: PAGE_SIZE })
        .catch(failing('twilio', 'messages were not listed'));
      // Twilio filters by whole days (UTC).
      return listed
        .filter(({ direction }) => direction === 'inbound')
        .map(({ sid, dateSent, dateCreated }) => ({
          messageSid: sid,
          at: (dateSent ?? dateCreated).getTime(),
        }))
        .filter((message) => message.at >= at);
    },
  };
}
