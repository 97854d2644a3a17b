import { setTimeout as sleep } from 'node:timers/promises';
import type { VoicemailName } from '#shared/domain/calls/recording-name.ts';
import { VendorFailed } from '#shared/errors.ts';
import { log } from '#shared/log.ts';
import type { CallLogs, Recordings, Telephony } from '#shared/ports/calls.ts';

type ImportParts = {
  readonly calls: Pick<CallLogs, 'find' | 'recorded'>;
  readonly recordings: Pick<Recordings, 'has' | 'put'>;
  readonly telephony: Pick<Telephony, 'recording'>;
};

/** The pauses before each fetch: Twilio may report `completed` before its media server has the file. */
const FETCH_PAUSES_MS = [0, 250, 500, 1_000, 2_000];

/**
 * Copies a voicemail from Twilio to S3, where its arrival starts the transcription; a present one is not fetched.
 * @throws VendorFailed if Twilio, S3 or the store fails.
 */
export async function importRecording(
  { calls, recordings, telephony }: ImportParts,
  name: VoicemailName,
  signal: AbortSignal,
): Promise<'imported' | 'already-stored' | 'call-erased'> {
  const { callSid, recordingSid } = name;
  if ((await calls.find(callSid))?.erased_at !== undefined) return 'call-erased';
  const isStored = await recordings.has(name, signal);
  if (!isStored) {
    await recordings.put(name, await fetchVoicemail(telephony, recordingSid, signal), signal);
    log.info('recording.fetched', name);
  }
  await calls.recorded(callSid, { recordingSid, status: 'completed' }, Date.now());
  return isStored ? 'already-stored' : 'imported';
}

async function fetchVoicemail(
  telephony: ImportParts['telephony'],
  recordingSid: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  for (const pauseMs of FETCH_PAUSES_MS) {
    await sleep(pauseMs, undefined, { signal });
    const wav = await telephony.recording(recordingSid, signal);
    if (wav) return wav;
  }
  throw new VendorFailed('twilio', 'a completed recording is not available');
}
