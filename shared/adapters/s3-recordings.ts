import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { failing } from '#shared/errors.ts';
import type { RecordingName, Recordings } from '#shared/ports.ts';

/** A two-minute WAV is 2 MB; seconds are plenty, and Twilio's callback waits for no more than 15. */
const REQUEST_TIMEOUT_MS = 5_000;

/** Callers' messages in S3, one object a message. */
export function s3Recordings(bucket: string): Recordings {
  const client = new S3Client({
    maxAttempts: 2,
    forcePathStyle: true,
    requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
  });

  return {
    async put(recording, wav) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: recordingKey(recording),
        Body: wav,
        ContentType: 'audio/wav',
      });
      await client.send(command).catch(failing('s3', 'a recording was not stored'));
    },

    async get(recording) {
      const command = new GetObjectCommand({ Bucket: bucket, Key: recordingKey(recording) });
      const read = async () => (await client.send(command)).Body?.transformToByteArray();
      return (await read().catch(failing('s3', 'a recording was not read'))) ?? new Uint8Array();
    },
  };
}

/** The object key of a message. */
export function recordingKey({ callSid, recordingSid }: RecordingName): string {
  return `recordings/${callSid}/${recordingSid}.wav`;
}

/** Reads an object key back; undefined where the object is not a message. */
export function toRecordingName(key: string): RecordingName | undefined {
  const [, callSid, recordingSid] =
    /^recordings\/(CA[0-9a-f]{32})\/(RE[0-9a-f]{32})\.wav$/.exec(key) ?? [];
  return callSid && recordingSid ? { callSid, recordingSid } : undefined;
}
