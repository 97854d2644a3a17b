import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Config, SecretValues } from '#shared/config/config.ts';
import { VendorFailed } from '#shared/errors.ts';
import { log } from '#shared/log.ts';
import type { Messaging, OutgoingMessage, SentMessage } from '#shared/ports/messages.ts';
import { statusCallbackUrl } from '#shared/twilio/status-callback-url.ts';
import { type RestAnswer, type TwilioRest, twilioRest } from './rest.ts';

/** Before each attempt after the first: a hiccup, a second of too many requests. */
const PAUSES_MS = [0, 500, 1_500];
/** Twilio tells whole seconds, and machines are seconds apart. */
const CLOCK_SLACK_MS = 5_000;
/** What a contact is sent within the hour, many times over. */
const LISTED = 50;
/** Twilio's code for a refusal that has none of its own. */
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

/** The messages of an office through its own sender; undefined where it has no WhatsApp. */
export function officeMessaging(
  { twilio, publicBaseUrl, whatsapp: { sender } }: Config,
  secrets: Pick<SecretValues, 'twilioAuthToken'>,
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

/** Sends messages to WhatsApp through Twilio, which knows no repeated request again: so we look before we repeat one. */
export function twilioMessaging({ rest, publicBaseUrl, sender }: MessagingOptions): Messaging {
  /** The message among those that Twilio took since a moment. */
  const looked = async (message: OutgoingMessage, since: number, signal?: AbortSignal) => {
    const between = new URLSearchParams({
      To: `whatsapp:${message.to}`,
      From: `whatsapp:${sender}`,
      PageSize: String(LISTED),
    });
    const answer = await rest.ask(`/Messages.json?${between}`, undefined, signal);
    const { data } = z.safeParse(page, answer.body);
    if (answer.status !== 200 || !data) {
      throw new VendorFailed('twilio', `did not list messages: ${answer.status}`);
    }
    return data.messages.find(
      ({ body, direction, date_created }) =>
        direction.startsWith('outbound') &&
        Date.parse(date_created) >= since - CLOCK_SLACK_MS &&
        isSame(message, body ?? ''),
    )?.sid;
  };

  return {
    async send(message, signal) {
      let lookSince = message.triedSince;
      for (const [attempt, pauseMs] of PAUSES_MS.entries()) {
        await sleep(pauseMs, undefined, signal ? { signal } : {});
        if (lookSince !== undefined) {
          const sid = await looked(message, lookSince, signal);
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
        // Too many requests: it was not even read. Anything else may have been done.
        if (answer?.status !== 429) lookSince ??= at;
      }
      if (lookSince !== undefined) {
        const sid = await looked(message, lookSince, signal);
        if (sid) return { sid };
      }
      throw new VendorFailed('twilio', 'took no message');
    },
  };

  function toForm(message: OutgoingMessage): URLSearchParams {
    const form = new URLSearchParams({
      To: `whatsapp:${message.to}`,
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

/** What an answer says became of a message; undefined where it does not say. */
function outcomeOf({ status, body }: RestAnswer): SentMessage | undefined {
  const { data: taken } = z.safeParse(created, body);
  if (status < 300 && taken) return { sid: taken.sid };
  if (status === 401 || status === 403) {
    throw new VendorFailed('twilio', `did not let us in: ${status}`);
  }
  if (status < 400 || status >= 500 || status === 429) return undefined;
  const { data: told } = z.safeParse(refusal, body);
  return { refused: told?.code ?? UNKNOWN_REFUSAL };
}

/** A template comes back filled in: all that was put into it is there. */
function isSame(message: OutgoingMessage, body: string): boolean {
  const words = plain(body);
  if ('text' in message) return words === plain(message.text);
  return Object.values(message.variables).every((value) => words.includes(plain(value)));
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
