import {
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { failing } from '#shared/errors.ts';
import type { HeldFiles } from '#shared/ports/erasure.ts';
import { requestHandler } from './request-handler.ts';

/** The largest file is a voicemail of two minutes, 2 MB; no caller waits for it. */
const REQUEST_TIMEOUT_MS = 10_000;

/** All files of the recordings' bucket. Without `place`, the SDK reads Region, credentials and endpoint from its own environment variables. */
export function s3HeldFiles(
  bucket: string,
  place: Pick<S3ClientConfig, 'region' | 'credentials' | 'endpoint'> = {},
): HeldFiles {
  const client = new S3Client({
    ...place,
    forcePathStyle: true,
    requestHandler: requestHandler(REQUEST_TIMEOUT_MS),
  });
  return {
    async list(prefix) {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix });
      const read = await Array.fromAsync(pages).catch(failing('s3', 'files were not listed'));
      return read
        .flatMap(({ Contents = [] }) => Contents)
        .map(({ Key = '', Size = 0, LastModified }) => ({
          key: Key,
          bytes: Size,
          at: LastModified?.getTime() ?? 0,
        }));
    },

    async read(key) {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key });
      const read = async () => (await client.send(command)).Body?.transformToByteArray();
      return (await read().catch(failing('s3', 'a file was not read'))) ?? new Uint8Array();
    },

    async remove(key) {
      const command = new DeleteObjectCommand({ Bucket: bucket, Key: key });
      await client.send(command).catch(failing('s3', 'a file was not removed'));
    },
  };
}
