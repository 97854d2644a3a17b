import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { failing } from '#shared/errors.ts';
import type { Attachments } from '#shared/ports/messages.ts';
import { requestHandler } from './request-handler.ts';

/** A photograph takes a fraction of a second. */
const REQUEST_TIMEOUT_MS = 2_000;

/** Attachments in S3, under our own keys. A browser downloads them and never renders them, whatever type their sender declared. */
export function s3Attachments(bucket: string): Attachments {
  const client = new S3Client({
    maxAttempts: 2,
    forcePathStyle: true,
    requestHandler: requestHandler(REQUEST_TIMEOUT_MS),
  });
  return {
    async put({ messageSid, mediaSid }, bytes, signal) {
      const key = `attachments/${messageSid}/${mediaSid}`;
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: bytes,
        ContentType: 'application/octet-stream',
        ContentDisposition: 'attachment',
      });
      await client
        .send(command, { abortSignal: signal })
        .catch(failing('s3', 'an attachment was not stored'));
      return key;
    },
  };
}
