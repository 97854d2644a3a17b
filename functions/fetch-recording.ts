import * as z from 'zod/mini';
import { s3Recordings } from '#shared/adapters/aws/recordings.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { twilioTelephony } from '#shared/adapters/twilio/telephony.ts';
import { importRecording } from '#shared/calls/recording-import.ts';
import { attemptRecordingWork } from '#shared/calls/recording-retries.ts';
import { toRecordingName } from '#shared/domain/calls/recording-name.ts';
import { scheduledAttempt } from '#shared/domain/calls/recording-work.ts';
import { InvalidInput } from '#shared/errors.ts';
import { lazily } from '#shared/http/lambda.ts';
import type { TaskParts } from '#shared/office/call-tasks.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import type { CallLogs, Recordings, Telephony } from '#shared/ports/calls.ts';
import type { Schedules } from '#shared/ports/office.ts';

type Parts = TaskParts & {
  readonly calls: Pick<CallLogs, 'find' | 'recorded'>;
  readonly recordings: Pick<Recordings, 'has' | 'put'>;
  readonly telephony: Pick<Telephony, 'recording'>;
  readonly schedules: Pick<Schedules, 'once'>;
};

/** The limit on one import: no caller is waiting, and the function still has time to schedule a retry. */
const IMPORT_DEADLINE_MS = 30_000;

/**
 * Returns the handler that retries the import of a voicemail.
 * The handler throws `InvalidInput` for a key of anything else.
 */
export function fetchRecording({ schedules, ...parts }: Parts) {
  return async (event: unknown): Promise<void> => {
    const { key, attempt } = z.parse(scheduledAttempt, event);
    const name = toRecordingName(key);
    if (!name || 'turnId' in name)
      throw new InvalidInput(`"${key}" is not the key of a voicemail.`);
    await attemptRecordingWork(schedules, { verb: 'fetch', name, attempt }, async () => {
      await importRecording(parts, name, AbortSignal.timeout(IMPORT_DEADLINE_MS));
      return 'done';
    });
  };
}

/** Starts on a one-time `fetch-…` schedule of `recording-status`; answers nothing. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  return fetchRecording({
    calls: dynamoCallLogs(db),
    tasks: dynamoTasks(db),
    leads: dynamoLeads(db),
    brokers: knownBrokers(dynamoBrokers(db)),
    office: knownOffice(dynamoOfficeSettings(db)),
    recordings: s3Recordings(config.recordingsBucket),
    telephony: twilioTelephony(config.twilio, await secretsOf(config).twilio()),
    schedules: eventbridgeScheduler(config.schedules),
  });
});
