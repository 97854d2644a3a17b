import * as z from 'zod/mini';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import type { Config } from '#shared/config/config.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import type { TaskParts } from '#shared/office/call-tasks.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import { openVoicemailTask } from '#shared/office/voicemail-task.ts';
import type { CallLogs } from '#shared/ports/calls.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { callForm, recordingSid } from '#shared/twilio/forms.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';

type Parts = TaskParts & {
  readonly config: Config;
  readonly secrets: Pick<Secrets, 'twilio'>;
  readonly calls: Pick<CallLogs, 'recorded'>;
};

const recordedForm = z.extend(callForm, {
  RecordingUrl: z.optional(z.string()),
  RecordingDuration: z.optional(z.string()),
});

/**
 * The duration of a recording with nothing in it, which Twilio reports as `absent` later.
 * https://www.twilio.com/docs/voice/twiml/record
 */
const NOTHING_RECORDED = '0';

/** Returns the handler that thanks a caller after the voicemail prompt, with or without a recording. */
export function handleRecording(parts: Parts) {
  const { config, secrets, calls } = parts;
  const documents = twimlDocuments(config);
  // The office owes an answer from these thanks on. `recording-status` repeats what fails here.
  const note = async (callSid: string, recordingSid: string) => {
    const call = await calls.recorded(callSid, { recordingSid }, Date.now());
    await openVoicemailTask(parts, { callSid, recordingSid }, call);
  };
  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: recordedForm,
      async answer({ CallSid, RecordingUrl, RecordingDuration }) {
        const recording = z.safeParse(recordingSid, RecordingUrl?.split('/').at(-1));
        if (recording.success && RecordingDuration !== NOTHING_RECORDED) {
          await survive('call.recording-not-noted', note(CallSid, recording.data));
        }
        return xml(documents.thanks());
      },
      otherwise: () => xml(documents.thanks()),
    },
  );
}

/** Starts on Twilio's POST at the end of a `<Record>`; answers TwiML that thanks and hangs up. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  return handleRecording({
    config,
    secrets: secretsOf(config),
    calls: dynamoCallLogs(db),
    tasks: dynamoTasks(db),
    leads: dynamoLeads(db),
    brokers: knownBrokers(dynamoBrokers(db)),
    office: knownOffice(dynamoOfficeSettings(db)),
  });
});
