/**
 * S3's event about a new object:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export type S3Event = {
  readonly Records: readonly [
    {
      readonly eventVersion: '2.1';
      readonly eventSource: 'aws:s3';
      readonly awsRegion: string;
      readonly eventTime: string;
      readonly eventName: 'ObjectCreated:Put';
      readonly s3: {
        readonly bucket: { readonly name: string; readonly arn: string };
        readonly object: {
          /** URL-encoded, a space as `+`. */
          readonly key: string;
          readonly size: number;
          readonly eTag: string;
          /** A hexadecimal number that orders the events of one key. */
          readonly sequencer: string;
        };
      };
    },
  ];
};

/** Returns the event of a put. */
export function objectCreated(put: {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly eTag: string;
  readonly at: Date;
  readonly sequence: number;
}): S3Event {
  const { bucket, key, size, eTag, at, sequence } = put;
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'us-east-1',
        eventTime: at.toISOString(),
        eventName: 'ObjectCreated:Put',
        s3: {
          bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
          object: {
            key: encodedKey(key),
            size,
            eTag,
            sequencer: sequence.toString(16).toUpperCase().padStart(16, '0'),
          },
        },
      },
    ],
  };
}

function encodedKey(key: string): string {
  return encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
}
