import { crc32 } from 'node:zlib';
import type { VendorAnswer, VendorRequest } from '#local/aws/vendor-server.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { s3Error } from './s3-answers.ts';

/** The largest object kept here: 17 minutes of telephone PCM, eight times the longest recording. */
export const MAX_OBJECT_BYTES = 16 * 1024 * 1024;

/** The refusal of an object above that size. */
export const TOO_LARGE = s3Error(
  'EntityTooLarge',
  `This stand-in keeps at most ${MAX_OBJECT_BYTES} bytes.`,
);

type Upload = { readonly data: Buffer; readonly crc32: string };

/** Returns the bytes of a put without framing, with their verified checksum, or the refusal. */
export function receiveUpload({ headers, body }: VendorRequest): Upload | VendorAnswer {
  const framed = headers['content-encoding']
    ?.split(',')
    .some((word) => word.trim() === 'aws-chunked');
  const chunked = framed ? decodeAwsChunked(body) : { data: body, trailers: new Map() };
  const statedBytes = headers['x-amz-decoded-content-length'];
  if (!chunked || (statedBytes !== undefined && Number(statedBytes) !== chunked.data.length)) {
    return s3Error('IncompleteBody', 'The body does not have the length it states.');
  }
  const { data, trailers } = chunked;
  if (data.length > MAX_OBJECT_BYTES) return TOO_LARGE;
  const actual = Buffer.alloc(4);
  actual.writeUInt32BE(crc32(data));
  const checksum = actual.toString('base64');
  const stated = headers['x-amz-checksum-crc32'] ?? trailers.get('x-amz-checksum-crc32');
  if (stated !== undefined && stated !== checksum) {
    return s3Error('BadDigest', 'The CRC32 you specified did not match the calculated checksum.');
  }
  return { data, crc32: checksum };
}
