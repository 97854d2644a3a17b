import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Config } from '#shared/config/config.ts';
import type { TwilioSecrets } from '#shared/config/secrets.ts';
import { whatsappAddress } from '#shared/domain/office/contact.ts';
import { VendorFailed } from '#shared/errors.ts';
import { log } from '#shared/log.ts';
import type { Messaging, OutgoingMessage, SentMessage } from '#shared/ports/messages.ts';
import { statusCallbackUrl } from '#shared/twilio/status-callback-url.ts';
import { wellFormed } from '#shared/well-formed.ts';
import { type RestAnswer, type TwilioRest, twilioRest } from './rest.ts';

/** The pause before each attempt: none, then one for a hiccup, then one for a second with too many requests. */
const PAUSES_MS = [0, 500, 1_500];
/** Twilio's dates are in whole seconds, and clocks differ by seconds. */
const CLOCK_SLACK_MS = 5_000;
/** Many times the messages that one contact gets within an hour. */
const LISTED = 50;
/** The code noted for a refusal that comes without one. */
const UNKNOWN_REFUSAL = 21_000;

const created = z.object({ sid: z.string().check(z.regex(/^(SM|MM)[0-9a-f]{32}$/)) });
const refusal = z.object({ code: z.int() });
const page = z.object({
  messages: z.array(
    z.object({
      sid: z.string(),
      body: z.nullish(z.string()),
      direction: z.string(),
      date_created: z.string(),
    }),
  ),
});

/** Returns the messaging of an office through its own sender; undefined if it has no WhatsApp. */
export function officeMessaging(
  { twilio, publicBaseUrl, whatsapp: { sender } }: Config,
  secrets: Pick<TwilioSecrets, 'twilioAuthToken'>,
): Messaging | undefined {
  if (!sender) return undefined;
  return twilioMessaging({ rest: twilioRest(twilio, secrets), publicBaseUrl, sender });
}

export type MessagingOptions = {
  readonly rest: Pick<TwilioRest, 'ask'>;
  readonly publicBaseUrl: string;
  /** E.164. */
  readonly sender: string;
};

/** Sends messages to WhatsApp through Twilio, whose API has no idempotency key. It looks for a message before it repeats one: https://www.twilio.com/docs/messaging/api/message-resource */
export function twilioMessaging({ rest, publicBaseUrl, sender }: MessagingOptions): Messaging {
  /** Returns the sid of the message if Twilio accepted it since a moment. */
  const find = async (message: OutgoingMessage, since: number, signal?: AbortSignal) => {
    const between = new URLSearchParams({
      To: whatsappAddress(message.to),
      From: `whatsapp:${sender}`,
      PageSize: String(LISTED),
    });
    const answer = await rest.ask(`/Messages.json?${between}`, undefined, signal);
    const { data } = z.safeParse(page, answer.body);
    if (answer.status !== 200 || !data) {
      throw new VendorFailed('twilio', `messages were not listed: ${answer.status}`);
    }
    return data.messages.find(
      ({ body, direction, date_created }) =>
        direction.startsWith('outbound') &&
        Date.parse(date_created) >= since - CLOCK_SLACK_MS &&
        isSame(message, body ?? ''),
    )?.sid;
  };

  return {
    async send(asked, signal) {
      const message = wellFormed(asked);
      let lookSince = message.triedSince;
      for (const [attempt, pauseMs] of PAUSES_MS.entries()) {
        await sleep(pauseMs, undefined, signal ? { signal } : {});
        if (lookSince !== undefined) {
          const sid = await find(message, lookSince, signal);
          if (sid) return { sid };
        }
        const at = Date.now();
        const answer = await rest
          .ask('/Messages.json', toForm(message), signal)
          .catch((error: unknown) => {
            signal?.throwIfAborted();
            log.error('message.unanswered', error, { id: message.id, attempt });
            return undefined;
          });
        const sent = answer && outcomeOf(answer);
        if (sent) return sent;
        log.warn('message.not-taken', { id: message.id, attempt, status: answer?.status });
        // Twilio did not process a request that it answered with 429. Any other one it may have.
        if (answer?.status !== 429) lookSince ??= at;
      }
      if (lookSince !== undefined) {
        const sid = await find(message, lookSince, signal);
        if (sid) return { sid };
      }
      throw new VendorFailed('twilio', 'a message was not accepted');
    },
  };

  function toForm(message: OutgoingMessage): URLSearchParams {
    const form = new URLSearchParams({
      To: whatsappAddress(message.to),
      From: `whatsapp:${sender}`,
      StatusCallback: statusCallbackUrl(publicBaseUrl, message.id),
    });
    if ('text' in message) form.set('Body', message.text);
    else {
      form.set('ContentSid', message.templateSid);
      form.set('ContentVariables', JSON.stringify(message.variables));
    }
    return form;
  }
}

/** Returns the outcome that an answer tells; undefined if it tells none. @throws VendorFailed if the credentials are refused */
function outcomeOf({ status, body }: RestAnswer): SentMessage | undefined {
  const { data: taken } = z.safeParse(created, body);
  if (status < 300 && taken) return { sid: taken.sid };
  if (status === 401 || status === 403) {
    throw new VendorFailed('twilio', `refused the credentials: ${status}`);
  }
  if (status < 400 || status >= 500 || status === 429) return undefined;
  const { data: told } = z.safeParse(refusal, body);
  return { refused: told?.code ?? UNKNOWN_REFUSAL };
}

/** Compares a message with a listed body. Twilio lists a template filled in, so all its variables must be in the body. */
function isSame(message: OutgoingMessage, body: string): boolean {
  const words = plain(body);
  if ('text' in message) return words === plain(message.text);
  return Object.values(message.variables).every((value) => words.includes(plain(value)));
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
