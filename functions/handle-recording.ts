import * as z from 'zod/mini';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import type { Config } from '#shared/config/config.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import type { CallLogs } from '#shared/ports/calls.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { callForm, recordingSid } from '#shared/twilio/forms.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';

type Parts = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly calls: Pick<CallLogs, 'recorded'>;
};

const recordedForm = z.extend(callForm, { RecordingUrl: z.optional(z.string()) });

/** Returns the handler that thanks a caller after the voicemail prompt, with or without a recording. */
export function handleRecording({ config, secrets, calls }: Parts) {
  const documents = twimlDocuments(config);
  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: recordedForm,
      async answer({ CallSid, RecordingUrl }) {
        const recording = z.safeParse(recordingSid, RecordingUrl?.split('/').at(-1));
        if (recording.success) {
          const report = { recordingSid: recording.data };
          await survive('call.recording-not-noted', calls.recorded(CallSid, report, Date.now()));
        }
        return xml(documents.thanks());
      },
      otherwise: () => xml(documents.thanks()),
    },
  );
}

/** Starts on Twilio's POST at the end of a `<Record>`; answers TwiML that thanks and hangs up. */
export const handler = lazily(async (config) =>
  handleRecording({ config, secrets: secretsOf(config), calls: dynamoCallLogs(dynamoDb(config)) }),
);
