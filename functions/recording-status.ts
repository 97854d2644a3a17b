import * as z from 'zod/mini';
import { s3Recordings } from '#shared/adapters/aws/recordings.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { twilioTelephony } from '#shared/adapters/twilio/telephony.ts';
import { importRecording } from '#shared/calls/recording-import.ts';
import { attemptRecordingWork } from '#shared/calls/recording-retries.ts';
import type { Config } from '#shared/config/config.ts';
import { lazily, noContent } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import { log } from '#shared/log.ts';
import type { TaskParts } from '#shared/office/call-tasks.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import type { CallLogs, CallWatches, Recordings, Telephony } from '#shared/ports/calls.ts';
import type { Schedules, Secrets } from '#shared/ports/office.ts';
import { callSid, recordingSid } from '#shared/twilio/forms.ts';

type Parts = TaskParts & {
  readonly config: Pick<Config, 'publicBaseUrl'>;
  readonly secrets: Pick<Secrets, 'twilio'>;
  readonly calls: Pick<CallLogs, 'find' | 'move' | 'answered' | 'recorded'>;
  readonly watches: Pick<CallWatches, 'disarm'>;
  readonly recordings: Pick<Recordings, 'has' | 'put'>;
  readonly telephony: Pick<Telephony, 'recording'>;
  readonly schedules: Pick<Schedules, 'once'>;
};

/** The limit on one import: Twilio may keep the caller waiting for this answer; a slower import is scheduled again. */
const IMPORT_DEADLINE_MS = 2_000;

const recordingForm = z.object({
  CallSid: callSid,
  RecordingSid: recordingSid,
  RecordingStatus: z.string().check(z.maxLength(32)),
});

/** Returns the handler of a voicemail's progress: it imports a completed one, at once or by a scheduled retry. */
export function recordingStatus({ config, secrets, schedules, watches, ...parts }: Parts) {
  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: recordingForm,
      async answer({ CallSid, RecordingSid, RecordingStatus }) {
        const name = { callSid: CallSid, recordingSid: RecordingSid };
        log.info('recording.status', { ...name, status: RecordingStatus });
        if (RecordingStatus === 'in-progress') {
          await noteStarted(parts.calls, CallSid);
          await watches.disarm(CallSid);
        }
        if (RecordingStatus === 'absent') {
          const report = { recordingSid: RecordingSid, status: 'absent' } as const;
          await parts.calls.recorded(CallSid, report, Date.now());
        }
        if (RecordingStatus === 'completed') {
          await attemptRecordingWork(schedules, { verb: 'fetch', name, attempt: 0 }, async () => {
            await importRecording(parts, name, AbortSignal.timeout(IMPORT_DEADLINE_MS));
            return 'done';
          });
        }
        return noContent();
      },
    },
  );
}

/** Moves the control record when a caller starts a voicemail, so that the watchdog does not redirect the call. */
async function noteStarted(calls: Parts['calls'], callSid: string): Promise<void> {
  const at = Date.now();
  const call = await calls.find(callSid);
  const isOnStream = call?.control === undefined || call.control === 'stream';
  const isMoved = isOnStream && (await calls.move({ callSid, seen: call, move: 'fallback' }, at));
  if (!isMoved) await calls.answered(callSid, at);
}

/** Starts on Twilio's recording status callback (https://www.twilio.com/docs/voice/api/recording); answers 204. */
export const handler = lazily(async (config) => {
  const secrets = secretsOf(config);
  const db = dynamoDb(config);
  return recordingStatus({
    config,
    secrets,
    calls: dynamoCallLogs(db),
    watches: dynamoCallWatches(db),
    tasks: dynamoTasks(db),
    leads: dynamoLeads(db),
    brokers: knownBrokers(dynamoBrokers(db)),
    office: knownOffice(dynamoOfficeSettings(db)),
    recordings: s3Recordings(config.recordingsBucket),
    telephony: twilioTelephony(config.twilio, await secrets.twilio()),
    schedules: eventbridgeScheduler(config.schedules),
  });
});
