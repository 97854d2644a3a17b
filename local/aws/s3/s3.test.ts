import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { localAws } from '#local/aws/local-aws.ts';
import { createS3StandIn } from './s3.ts';
import type { S3Event } from './s3-event.ts';
import { MAX_OBJECT_BYTES } from './s3-upload.ts';

const Bucket = 'recordings';

test('a stream uploaded in chunks is stored byte for byte', async () => {
  await using store = await createS3StandIn({ buckets: [Bucket] });
  using client = clientOf(store.endpoint);
  const audio = randomBytes(300_001);
  const Body = Readable.from([
    audio.subarray(0, 7),
    audio.subarray(7, 90_000),
    audio.subarray(90_000),
  ]);
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body, ContentLength: audio.length }));

  expect(await read(client, 'a')).toEqual(audio);
});

test('a buffer comes back with its type, its metadata and its own checksum', async () => {
  await using store = await createS3StandIn({ buckets: [Bucket] });
  using client = clientOf(store.endpoint);
  await client.send(
    new PutObjectCommand({
      Bucket,
      Key: 'calls/CA1/RE1.wav',
      Body: Buffer.from('RIFF'),
      ContentType: 'audio/wav',
      Metadata: { call: 'CA1' },
    }),
  );

  const object = await client.send(new GetObjectCommand({ Bucket, Key: 'calls/CA1/RE1.wav' }));

  expect(await object.Body?.transformToString()).toBe('RIFF');
  expect(object).toMatchObject({
    ContentType: 'audio/wav',
    Metadata: { call: 'CA1' },
    ContentLength: 4,
    ETag: '"202125ffec234c941c5e136c76367b95"',
  });
  expect(object.ChecksumCRC32).toBeDefined();
});

test.each([
  ['bytes=2-4', 'cde', 'bytes 2-4/10'],
  ['bytes=7-', 'hij', 'bytes 7-9/10'],
  ['bytes=-2', 'ij', 'bytes 8-9/10'],
  ['bytes=8-100', 'ij', 'bytes 8-9/10'],
])('the range %s of ten bytes is %s', async (Range, text, contentRange) => {
  await using store = await createS3StandIn({ buckets: [Bucket] });
  using client = clientOf(store.endpoint);
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'abcdefghij' }));

  const part = await client.send(new GetObjectCommand({ Bucket, Key: 'a', Range }));

  expect(await part.Body?.transformToString()).toBe(text);
  expect(part.ContentRange).toBe(contentRange);
});

test('a range past the end is refused', async () => {
  await using store = await createS3StandIn({ buckets: [Bucket] });
  using client = clientOf(store.endpoint);
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'abc' }));

  await expect(
    client.send(new GetObjectCommand({ Bucket, Key: 'a', Range: 'bytes=3-' })),
  ).rejects.toMatchObject({ name: 'InvalidRange' });
});

test('HEAD returns the size, or NotFound for a missing object', async () => {
  await using store = await createS3StandIn({ buckets: [Bucket] });
  using client = clientOf(store.endpoint);
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'abc' }));

  expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).ContentLength).toBe(3);
  await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'b' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

test('a deleted object is gone, and may be deleted again', async () => {
  await using store = await createS3StandIn({ buckets: [Bucket] });
  using client = clientOf(store.endpoint);
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'abc' }));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));

  await expect(read(client, 'a')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test.each(['a b', 'a+b', '100%', 'a//b', 'a/../b', './a', 'א/ב?c=d#e', "it's(1)*!"])(
  'the key "%s" is kept as it is',
  async (Key) => {
    await using store = await createS3StandIn({ buckets: [Bucket] });
    using client = clientOf(store.endpoint);
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'abc' }));

    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map((object) => object.Key)).toEqual([Key]);
    expect(String(await read(client, Key))).toBe('abc');
  },
);

test('a listing gives the keys under a prefix, page by page, in order', async () => {
  await using store = await createS3StandIn({ buckets: [Bucket] });
  using client = clientOf(store.endpoint);
  for (const Key of ['c/3 <&>.wav', 'c/1.wav', 'other', 'c/ב.wav']) {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'abc' }));
  }

  const first = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'c/', MaxKeys: 2 }));
  const second = await client.send(
    new ListObjectsV2Command({
      Bucket,
      Prefix: 'c/',
      MaxKeys: 2,
      ContinuationToken: first.NextContinuationToken,
    }),
  );

  expect(first.Contents?.map((object) => object.Key)).toEqual(['c/1.wav', 'c/3 <&>.wav']);
  expect(second.Contents?.map((object) => object.Key)).toEqual(['c/ב.wav']);
  expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
});

test('of 50 racing puts that want to be the first, one is', async () => {
  await using store = await createS3StandIn({ buckets: [Bucket] });
  using client = clientOf(store.endpoint);

  const results = await Promise.allSettled(
    Array.from({ length: 50 }, (_, racer) =>
      client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: `${racer}`, IfNoneMatch: '*' })),
    ),
  );

  const losers = results.filter((result) => result.status === 'rejected');
  expect(losers).toHaveLength(49);
  expect(new Set(losers.map((loser) => loser.reason.name))).toEqual(
    new Set(['PreconditionFailed']),
  );
});

test('a put triggers S3’s event, with the key URL-encoded', async () => {
  const { promise, resolve } = Promise.withResolvers<S3Event>();
  await using store = await createS3StandIn({ buckets: [Bucket], onEvent: resolve });
  using client = clientOf(store.endpoint);
  await client.send(new PutObjectCommand({ Bucket, Key: 'calls/א b+c.wav', Body: 'abc' }));

  expect(await promise).toMatchObject({
    Records: [
      {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        s3: {
          bucket: { name: 'recordings' },
          object: { key: 'calls/%D7%90+b%2Bc.wav', size: 3, sequencer: '0000000000000001' },
        },
      },
    ],
  });
});

test('bytes that do not match their checksum are refused and not stored', async () => {
  const events: S3Event[] = [];
  await using store = await createS3StandIn({
    buckets: [Bucket],
    onEvent: (event) => events.push(event),
  });
  using client = clientOf(store.endpoint);

  await expect(
    client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'abc', ChecksumCRC32: 'AAAAAA==' })),
  ).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(read(client, 'a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(events).toEqual([]);
});

test('a streamed upload that ends too early is refused', async () => {
  await using store = await createS3StandIn({ buckets: [Bucket] });
  const response = await fetch(`${store.endpoint}/${Bucket}/a`, {
    method: 'PUT',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=local',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '6',
    },
    body: '3\r\nabc\r\n0\r\n\r\n',
  });

  expect(response.status).toBe(400);
  expect(await response.text()).toContain('<Code>IncompleteBody</Code>');
});

test('a bucket that was not created does not exist', async () => {
  await using store = await createS3StandIn({ buckets: [Bucket] });
  using client = clientOf(store.endpoint);

  await expect(
    client.send(new PutObjectCommand({ Bucket: 'elsewhere', Key: 'a', Body: 'abc' })),
  ).rejects.toMatchObject({ name: 'NoSuchBucket' });
});

test('an object may be as large as the limit and no larger', async () => {
  await using store = await createS3StandIn({ buckets: [Bucket] });
  using client = clientOf(store.endpoint);
  const Body = Buffer.alloc(MAX_OBJECT_BYTES);
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body }));

  const larger = Buffer.alloc(MAX_OBJECT_BYTES + 1);
  await expect(
    client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: larger })),
  ).rejects.toMatchObject({ name: 'EntityTooLarge' });
});

test('unsupported requests are refused, not ignored', async () => {
  await using store = await createS3StandIn({ buckets: [Bucket] });
  using client = clientOf(store.endpoint);

  await expect(
    client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' })),
  ).rejects.toMatchObject({ name: 'NotImplemented' });
});

test('a store that is down refuses connections and has everything when it is back', async () => {
  await using store = await createS3StandIn({ buckets: [Bucket] });
  using client = clientOf(store.endpoint);
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'abc' }));
  await store.setFault('down');
  using newcomer = clientOf(store.endpoint);
  await expect(read(newcomer, 'a')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await store.setFault('throttle');
  await expect(read(client, 'a')).rejects.toMatchObject({ name: 'SlowDown' });

  await store.setFault('none');

  expect(String(await read(client, 'a'))).toBe('abc');
});

function clientOf(endpoint: string): S3Client & Disposable {
  const client = new S3Client({ ...localAws, endpoint, forcePathStyle: true, maxAttempts: 1 });
  return Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
}

async function read(client: S3Client, Key: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}
