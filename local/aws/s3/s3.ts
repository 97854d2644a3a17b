import { createHash } from 'node:crypto';
import {
  createVendorServer,
  type VendorAnswer,
  type VendorRequest,
  type VendorServer,
} from '#local/aws/vendor-server.ts';
import { s3Error, s3Result } from './s3-answers.ts';
import { objectCreated, type S3Event } from './s3-event.ts';
import { rangeOf } from './s3-range.ts';
import { MAX_OBJECT_BYTES, receiveUpload, TOO_LARGE } from './s3-upload.ts';

/** The most keys of one listing, as in S3: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
const MAX_LISTED_KEYS = 1_000;

/** The request headers that S3 stores with an object and returns with it. */
const KEPT_HEADERS = /^(content-type|cache-control|content-disposition|x-amz-meta-.+)$/;

type StoredObject = {
  readonly data: Buffer;
  readonly crc32: string;
  readonly eTag: string;
  readonly modifiedAt: Date;
  readonly headers: Readonly<Record<string, string>>;
};

type Bucket = Map<string, StoredObject>;

/** Starts S3 on loopback, in memory, path-style; `onEvent` is called for every put, after its answer. */
export async function createS3StandIn({
  buckets,
  port = 0,
  onEvent,
}: {
  readonly buckets: readonly string[];
  readonly port?: number;
  readonly onEvent?: (event: S3Event) => void;
}): Promise<VendorServer> {
  const stored = new Map<string, Bucket>(buckets.map((name) => [name, new Map()]));
  let sequence = 0;
  const put = (bucket: string, key: string, request: VendorRequest): VendorAnswer => {
    const objects = stored.get(bucket);
    const upload = receiveUpload(request);
    if ('status' in upload) return upload;
    if (request.headers['if-none-match'] === '*' && objects?.has(key)) {
      return s3Error('PreconditionFailed', 'At least one of the preconditions did not hold.');
    }
    const object = {
      ...upload,
      eTag: md5(upload.data),
      modifiedAt: new Date(),
      headers: kept(request),
    };
    objects?.set(key, object);
    sequence += 1;
    const size = object.data.length;
    const event = objectCreated({ ...object, bucket, key, size, at: object.modifiedAt, sequence });
    if (onEvent) setImmediate(onEvent, event);
    return {
      status: 200,
      headers: { etag: `"${object.eTag}"`, 'x-amz-checksum-crc32': object.crc32 },
    };
  };

  return createVendorServer(
    {
      answer(request) {
        if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) {
          return s3Error('AccessDenied', 'Anonymous access is forbidden.');
        }
        const [, bucket = '', key = ''] = /^\/([^/]+)\/?(.*)$/s.exec(request.path) ?? [];
        const objects = stored.get(bucket);
        if (!objects) return s3Error('NoSuchBucket', 'The specified bucket does not exist');
        if (!isServed(request, key)) return s3Error('NotImplemented', 'Not part of this stand-in.');
        const name = decodeURIComponent(key);
        switch (request.method) {
          case 'PUT':
            return put(bucket, name, request);
          case 'GET':
            return key === ''
              ? list(bucket, objects, request.query)
              : get(objects.get(name), request);
          case 'HEAD':
            return get(objects.get(name), request);
          case 'DELETE':
            objects.delete(name);
            return { status: 204 };
          default:
            return s3Error('NotImplemented', 'Not part of this stand-in.');
        }
      },
      // Framing and trailers add to the size of the object itself.
      maxBodyBytes: MAX_OBJECT_BYTES + 64 * 1024,
      tooLarge: TOO_LARGE,
      throttled: s3Error('SlowDown', 'Please reduce your request rate.'),
      broken: () => s3Error('InternalError', 'We encountered an internal error. Please try again.'),
    },
    port,
  );
}

// Refuses requests whose effect would be ignored here: copies, parts, tags, other checksums.
function isServed({ method, query, headers }: VendorRequest, key: string): boolean {
  if (key === '')
    return method === 'GET' && query.get('list-type') === '2' && !query.has('delimiter');
  const checksums = Object.keys(headers).filter((name) => /^x-amz-checksum-(?!mode)/.test(name));
  return (
    [...query.keys()].every((name) => name === 'x-id') &&
    checksums.every((name) => name === 'x-amz-checksum-crc32') &&
    headers['x-amz-copy-source'] === undefined
  );
}

function get(object: StoredObject | undefined, { headers }: VendorRequest): VendorAnswer {
  if (!object) return s3Error('NoSuchKey', 'The specified key does not exist.');
  const { data } = object;
  const told = {
    'content-type': 'binary/octet-stream',
    ...object.headers,
    etag: `"${object.eTag}"`,
    'last-modified': object.modifiedAt.toUTCString(),
    'accept-ranges': 'bytes',
  };
  const range = rangeOf(headers.range, data.length);
  if (range === 'unsatisfiable') {
    return s3Error('InvalidRange', 'The requested range is not satisfiable');
  }
  if (range !== 'all') {
    const contentRange = `bytes ${range.first}-${range.last}/${data.length}`;
    const part = data.subarray(range.first, range.last + 1);
    return { status: 206, headers: { ...told, 'content-range': contentRange }, body: part };
  }
  // The checksum covers the whole object, so a range is sent without it.
  const checked = headers['x-amz-checksum-mode'] === 'ENABLED';
  const checksum = checked ? { 'x-amz-checksum-crc32': object.crc32 } : {};
  return { status: 200, headers: { ...told, ...checksum }, body: data };
}

function list(bucket: string, objects: Bucket, query: URLSearchParams): VendorAnswer {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
  const maxKeys = Math.min(Number(query.get('max-keys') ?? MAX_LISTED_KEYS), MAX_LISTED_KEYS);
  const found = [...objects.keys()]
    .filter((key) => key.startsWith(prefix) && byBytes(key, after) > 0)
    .sort(byBytes);
  const keys = found.slice(0, maxKeys);
  const isTruncated = found.length > keys.length;
  return s3Result('ListBucketResult', {
    Name: bucket,
    Prefix: prefix,
    MaxKeys: maxKeys,
    KeyCount: keys.length,
    IsTruncated: isTruncated,
    NextContinuationToken: isTruncated ? keys.at(-1) : undefined,
    Contents: keys.map((key) => {
      const { eTag, data, modifiedAt } = objects.get(key) as StoredObject;
      return {
        Key: key,
        LastModified: modifiedAt.toISOString(),
        ETag: `"${eTag}"`,
        Size: data.length,
        StorageClass: 'STANDARD',
      };
    }),
  });
}

/** Orders keys as S3 does: by their UTF-8 bytes. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function kept({ headers }: VendorRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      KEPT_HEADERS.test(name) ? [[name, String(value)]] : [],
    ),
  );
}

function md5(data: Buffer): string {
  return createHash('md5').update(data).digest('hex');
}
