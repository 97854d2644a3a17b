import { Aws, Duration } from 'aws-cdk-lib';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { recordingListener } from '#shared/lambdas.ts';
import type { Functions } from './lambda-functions.ts';
import type { AccessLogs } from './logs.ts';
import { functionArn, PREFIX } from './names.ts';
import { removalOf, type Settings } from './settings.ts';

/** The key prefix of recordings; attachments of messages have another. */
const RECORDINGS_PREFIX = 'recordings/';

/** The bucket of recordings and attachments; the arrival of a recording starts its transcription. */
export class Recordings extends Construct {
  private readonly bucket: Bucket;
  /** A fixed name instead of a reference: the listening function and the bucket would refer to each other. */
  readonly bucketName = `${PREFIX}recordings-${Aws.ACCOUNT_ID}-${Aws.REGION}`;

  readonly bucketArn = `arn:${Aws.PARTITION}:s3:::${this.bucketName}`;

  constructor(
    scope: Construct,
    id: string,
    {
      stage,
      product,
      accessLogs,
    }: Pick<Settings, 'stage' | 'product'> & {
      readonly accessLogs: AccessLogs;
    },
  ) {
    super(scope, id);
    const retentionDays = Number(product['RETENTION_DAYS'] ?? 0);
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName: this.bucketName,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          ...(retentionDays > 0 && { expiration: Duration.days(retentionDays) }),
        },
      ],
      serverAccessLogsBucket: accessLogs.bucket,
      serverAccessLogsPrefix: 'recordings/',
      removalPolicy: removalOf(stage),
      autoDeleteObjects: stage === 'dev',
    });
  }

  /** Notifies the listening function of each recording; S3 checks the permission as soon as this is configured. */
  notify(functions: Functions): void {
    const bucket = this.bucket.node.defaultChild as CfnBucket;
    const permission = new CfnPermission(this, 'MayInvoke', {
      action: 'lambda:InvokeFunction',
      functionName: functionArn(this, recordingListener),
      principal: 's3.amazonaws.com',
      sourceAccount: Aws.ACCOUNT_ID,
      sourceArn: this.bucketArn,
    });
    permission.node.addDependency(functions[recordingListener]);
    bucket.notificationConfiguration = {
      lambdaConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          filter: { s3Key: { rules: [{ name: 'prefix', value: RECORDINGS_PREFIX }] } },
          function: functionArn(this, recordingListener),
        },
      ],
    };
    bucket.addResourceDependency(permission);
  }
}
