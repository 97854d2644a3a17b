import { setTimeout as sleep } from 'node:timers/promises';
import type { VoicemailName } from '#shared/domain/calls/recording-name.ts';
import { VendorFailed } from '#shared/errors.ts';
import { log } from '#shared/log.ts';
import type { TaskParts } from '#shared/office/call-tasks.ts';
import { openVoicemailTask } from '#shared/office/voicemail-task.ts';
import type { CallLogs, Recordings, Telephony } from '#shared/ports/calls.ts';

type ImportParts = TaskParts & {
  readonly calls: Pick<CallLogs, 'find' | 'recorded'>;
  readonly recordings: Pick<Recordings, 'has' | 'put'>;
  readonly telephony: Pick<Telephony, 'recording'>;
};

/** The pauses before each fetch: Twilio may report `completed` before its media server has the file. */
const FETCH_PAUSES_MS = [0, 250, 500, 1_000, 2_000];

/**
 * Opens the task of a voicemail, and copies it from Twilio to S3, where its arrival starts the transcription.
 * A present one is not fetched.
 * @throws VendorFailed if Twilio, S3 or the store fails.
 */
export async function importRecording(
  parts: ImportParts,
  name: VoicemailName,
  signal: AbortSignal,
): Promise<'imported' | 'already-stored' | 'call-erased'> {
  const { calls, recordings, telephony } = parts;
  const { callSid, recordingSid } = name;
  const call = await calls.find(callSid);
  if (call?.erased_at !== undefined) return 'call-erased';
  // Before the copy, whose arrival starts the transcription, which tells the task its words.
  await openVoicemailTask(parts, name, call);
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
