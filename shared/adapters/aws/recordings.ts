import {
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type RecordingName, recordingKey } from '#shared/domain/calls/recording-name.ts';
import { failing } from '#shared/errors.ts';
import type { Recordings } from '#shared/ports/calls.ts';
import { requestHandler } from './request-handler.ts';

/** A two-minute WAV is 2 MB, so seconds are plenty. Twilio's callback waits for at most 15 s. */
const REQUEST_TIMEOUT_MS = 5_000;

/** Recordings of callers in S3, one object each. */
export function s3Recordings(bucket: string): Recordings {
  const client = new S3Client({
    maxAttempts: 2,
    forcePathStyle: true,
    requestHandler: requestHandler(REQUEST_TIMEOUT_MS),
  });
  const objectOf = (name: RecordingName) => ({ Bucket: bucket, Key: recordingKey(name) });

  return {
    async put(name, wav, signal) {
      const command = new PutObjectCommand({
        ...objectOf(name),
        Body: wav,
        ContentType: 'audio/wav',
      });
      await client.send(command, until(signal)).catch(failing('s3', 'a recording was not stored'));
    },

    async get(name, signal) {
      const command = new GetObjectCommand(objectOf(name));
      const read = async () =>
        (await client.send(command, until(signal))).Body?.transformToByteArray();
      return (await read().catch(failing('s3', 'a recording was not read'))) ?? new Uint8Array();
    },

    async has(name, signal) {
      try {
        await client.send(new HeadObjectCommand(objectOf(name)), until(signal));
        return true;
      } catch (error) {
        if (error instanceof NotFound) return false;
        return failing('s3', 'a recording was not looked for')(error);
      }
    },
  };
}

function until(signal: AbortSignal | undefined) {
  return signal ? { abortSignal: signal } : {};
}
