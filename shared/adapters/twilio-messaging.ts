import twilio from 'twilio';
import type { Config, SecretValues } from '#shared/config.ts';
import { failing, InvalidInput } from '#shared/errors.ts';
import type { Messaging } from '#shared/ports.ts';
import { routes } from '#shared/routes.ts';

const REQUEST_TIMEOUT_MS = 5_000;

/** Twilio's WhatsApp through its own client. */
export function twilioMessaging(
  { publicBaseUrl, twilio: { accountSid, apiBaseUrl }, whatsapp }: MessagingConfig,
  { twilioAuthToken }: Pick<SecretValues, 'twilioAuthToken'>,
): Messaging {
  const client = twilio(accountSid, twilioAuthToken, { timeout: REQUEST_TIMEOUT_MS });
  client.api.baseUrl = apiBaseUrl;
  return {
    async send({ id, to, ...content }) {
      if (!whatsapp.sender) throw new InvalidInput('WHATSAPP_SENDER is not set.');
      const words =
        'text' in content
          ? { body: content.text }
          : {
              contentSid: content.templateSid,
              contentVariables: JSON.stringify(content.variables),
            };
      try {
        const { sid } = await client.messages.create({
          to: `whatsapp:${to}`,
          from: `whatsapp:${whatsapp.sender}`,
          statusCallback: `${publicBaseUrl}${routes['call-status'].path}?id=${id}`,
          ...words,
        });
        return { sid };
      } catch (error) {
        if (error instanceof twilio.RestException && error.status === 400) {
          return { refused: error.code ?? 0 };
        }
        return failing('twilio', 'a message was not sent')(error);
      }
    },
  };
}

type MessagingConfig = Pick<Config, 'publicBaseUrl' | 'twilio' | 'whatsapp'>;
