import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { dynamoCallLogs } from '#shared/adapters/dynamo-call-logs.ts';
import { dynamoDb } from '#shared/adapters/dynamo-db.ts';
import { s3Recordings } from '#shared/adapters/s3-recordings.ts';
import { secretsOf } from '#shared/adapters/secrets.ts';
import { twilioTelephony } from '#shared/adapters/twilio-telephony.ts';
import type { Config } from '#shared/config.ts';
import { VendorFailed } from '#shared/errors.ts';
import { lazily, noContent } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import { log } from '#shared/log.ts';
import type { CallLogs, Recordings, Secrets, Telephony } from '#shared/ports.ts';
import { survive } from '#shared/survive.ts';
import { callSid, recordingSid } from '#shared/twilio/forms.ts';

type Parts = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly calls: Pick<CallLogs, 'recorded' | 'find' | 'raise'>;
  readonly recordings: Pick<Recordings, 'put'>;
  readonly telephony: Telephony;
};

/** Twilio may say `completed` before its media server has the file; all tries fit into the 10 s of the function. */
const FETCH_PAUSES_MS = [0, 250, 500, 1_000, 2_000];
const FETCH_DEADLINE_MS = 8_000;

const recordingForm = z.object({
  CallSid: callSid,
  RecordingSid: recordingSid,
  RecordingStatus: z.string().check(z.maxLength(32)),
});

/** Brings a finished message home: from Twilio to S3, where its arrival has it transcribed. */
export function recordingStatus({ config, secrets, calls, recordings, telephony }: Parts) {
  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: recordingForm,
      async answer(form) {
        const name = { callSid: form.CallSid, recordingSid: form.RecordingSid };
        log.info('recording.status', { ...name, status: form.RecordingStatus });
        if (form.RecordingStatus === 'absent') {
          const report = { recordingSid: name.recordingSid, status: 'absent' } as const;
          await calls.recorded(name.callSid, report, Date.now());
        }
        if (form.RecordingStatus === 'completed') {
          await recordings.put(name, await fetched(telephony, name.recordingSid));
          const report = { recordingSid: name.recordingSid, status: 'completed' } as const;
          await calls.recorded(name.callSid, report, Date.now());
          await survive('call.people-not-named', namePeople({ calls, telephony }, name.callSid));
        }
        return noContent();
      },
    },
  );
}

async function fetched(telephony: Telephony, sid: string): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(FETCH_DEADLINE_MS);
  for (const pauseMs of FETCH_PAUSES_MS) {
    await sleep(pauseMs, undefined, { signal });
    const wav = await telephony.recording(sid, signal);
    if (wav) return wav;
  }
  throw new VendorFailed('twilio', 'a completed recording is not there');
}

/** A recording callback carries no numbers: where the first webhook was missed, Twilio is asked who called. */
async function namePeople({ calls, telephony }: Pick<Parts, 'calls' | 'telephony'>, sid: string) {
  if ((await calls.find(sid))?.from_number !== undefined) return;
  const call = await telephony.find(sid);
  if (call) await calls.raise(sid, call, Date.now());
}

export const handler = lazily(async (config) => {
  const secrets = secretsOf(config);
  return recordingStatus({
    config,
    secrets,
    calls: dynamoCallLogs(dynamoDb()),
    recordings: s3Recordings(config.recordingsBucket),
    telephony: twilioTelephony(config.twilio, await secrets.read()),
  });
});
