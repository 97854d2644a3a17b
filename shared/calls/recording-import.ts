import { setTimeout as sleep } from 'node:timers/promises';
import type { VoicemailName } from '#shared/domain/calls/recording-name.ts';
import { VendorFailed } from '#shared/errors.ts';
import { log } from '#shared/log.ts';
import type { CallLogs, Recordings, Telephony } from '#shared/ports/calls.ts';

type Parts = {
  readonly calls: Pick<CallLogs, 'find' | 'recorded'>;
  readonly recordings: Pick<Recordings, 'has' | 'put'>;
  readonly telephony: Pick<Telephony, 'recording'>;
};

/** Twilio may say `completed` before its media server has the file. */
const FETCH_PAUSES_MS = [0, 250, 500, 1_000, 2_000];

/** Brings a message home from Twilio to S3, where its arrival has it transcribed; one that is here is not fetched again. */
export async function importRecording(
  { calls, recordings, telephony }: Parts,
  name: VoicemailName,
  signal: AbortSignal,
): Promise<'brought' | 'was-here' | 'is-erased'> {
  const { callSid, recordingSid } = name;
  if ((await calls.find(callSid))?.erased_at !== undefined) return 'is-erased';
  const wasHere = await recordings.has(name, signal);
  if (!wasHere) {
    await recordings.put(name, await fetched(telephony, recordingSid, signal), signal);
    log.info('recording.fetched', name);
  }
  await calls.recorded(callSid, { recordingSid, status: 'completed' }, Date.now());
  return wasHere ? 'was-here' : 'brought';
}

async function fetched(
  telephony: Parts['telephony'],
  recordingSid: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  for (const pauseMs of FETCH_PAUSES_MS) {
    await sleep(pauseMs, undefined, { signal });
    const wav = await telephony.recording(recordingSid, signal);
    if (wav) return wav;
  }
  throw new VendorFailed('twilio', 'a completed recording is not there');
}
