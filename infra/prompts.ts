import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import prompts from '#assets/prompts.json' with { type: 'json' };
import { DEFAULT_OFFICE_NAME } from '#shared/config/product.ts';
import { publishedFolders, STATIC_CACHE_SECONDS } from '#shared/routes.ts';
import { type AccessLogs, productLog } from './logs.ts';

/** Returns whether the recorded greeting names this office, or the default one where no name is given. */
export function isGreetingOf(officeName = DEFAULT_OFFICE_NAME): boolean {
  return prompts.greeting_he.text.includes(officeName);
}

const assets = new URL('../assets/', import.meta.url);

/** The published files, in a private bucket that only CloudFront reads. */
export class Prompts extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { accessLogs }: { readonly accessLogs: AccessLogs }) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      serverAccessLogsBucket: accessLogs.bucket,
      serverAccessLogsPrefix: 'prompts/',
      // Safe to destroy: every object is in the repository.
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    for (const [name, { path, extension, contentType }] of Object.entries(publishedFolders)) {
      const folder = path.replace(/^\/static\//, '');
      new BucketDeployment(this, name, {
        sources: [
          Source.asset(fileURLToPath(new URL(folder, assets)), {
            exclude: ['*', `!*.${extension}`],
          }),
        ],
        destinationBucket: this.bucket,
        destinationKeyPrefix: path.slice(1),
        contentType,
        cacheControl: [
          CacheControl.setPublic(),
          CacheControl.maxAge(Duration.seconds(STATIC_CACHE_SECONDS)),
        ],
        // Keeps removed files, because a phone number's configuration at Twilio may still refer to one.
        prune: false,
        logGroup: productLog(this, `${name}Log`),
      });
    }
  }
}
