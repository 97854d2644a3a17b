import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import type { Config } from '#shared/config/config.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { callForm } from '#shared/twilio/forms.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';

/** Returns the handler of the announcement that the office hears before it is bridged with a caller. */
export function dialWhisper({ config, secrets }: { config: Config; secrets: Secrets }) {
  const documents = twimlDocuments(config);
  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    { form: callForm, answer: async () => xml(documents.whisper()) },
  );
}

/** Starts on Twilio's POST when the office picks up; answers TwiML with the announcement. */
export const handler = lazily(async (config) =>
  dialWhisper({ config, secrets: secretsOf(config) }),
);
