import * as z from 'zod/mini';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import type { Config } from '#shared/config/config.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { callForm } from '#shared/twilio/forms.ts';
import { ACCEPT_KEY, twimlDocuments } from '#shared/twilio/twiml.ts';

const whisperForm = z.extend(callForm, { Digits: z.optional(z.string().check(z.maxLength(32))) });

/** Returns the handler of the announcement that the office hears, and of the key with which it takes the call. */
export function dialWhisper({ config, secrets }: { config: Config; secrets: Secrets }) {
  const documents = twimlDocuments(config);
  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: whisperForm,
      // An empty document ends the whisper, and Twilio connects the two.
      answer: async ({ Digits }) =>
        xml(Digits === ACCEPT_KEY ? documents.nothing() : documents.whisper()),
    },
  );
}

/** Starts on Twilio's POST when the office picks up or presses a key; answers TwiML. */
export const handler = lazily(async (config) =>
  dialWhisper({ config, secrets: secretsOf(config) }),
);
