import { localAws } from '#local/aws/local-aws.ts';
import { processEnvironment } from '#shared/config/environment.ts';

/** The bucket of the recordings in every local world. */
export const RECORDINGS_BUCKET = 'recordings';

/** The address from which the office's mails are sent in every local world. */
export const MAIL_FROM = 'agent@office.example';

/** The configuration set of SES in every local world. */
export const MAIL_CONFIGURATION_SET = 'mail';

/** The product's vendors on this machine; without a value its variable is not set. */
type ProductVendors = {
  /** The URL that Twilio calls and signs. */
  readonly publicBaseUrl: string;
  readonly twilio: {
    readonly accountSid: string;
    readonly authToken: string;
    readonly apiBaseUrl?: string | undefined;
  };
  readonly dynamoDbEndpoint: string;
  readonly s3Endpoint?: string;
  readonly schedulerEndpoint?: string;
  readonly sesEndpoint?: string;
  readonly openAiBaseUrl?: string;
  readonly streamTokenKey?: string;
};

/** Returns the environment of the product's processes: the stand-ins' addresses, with the names of AWS resources. */
export function productEnvironment({
  publicBaseUrl,
  twilio: { accountSid, authToken, apiBaseUrl },
  dynamoDbEndpoint,
  s3Endpoint,
  schedulerEndpoint,
  sesEndpoint,
  openAiBaseUrl,
  streamTokenKey = 'a key of this machine only',
}: ProductVendors) {
  return {
    PATH: processEnvironment()['PATH'],
    PUBLIC_BASE_URL: publicBaseUrl,
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    ...(apiBaseUrl && { TWILIO_API_BASE_URL: apiBaseUrl }),
    STREAM_TOKEN_KEY: streamTokenKey,
    RECORDINGS_BUCKET,
    LISTING_SITE_LOOPBACK: 'on',
    AWS_REGION: localAws.region,
    AWS_ACCESS_KEY_ID: localAws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localAws.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDbEndpoint,
    ...(s3Endpoint && { AWS_ENDPOINT_URL_S3: s3Endpoint }),
    ...(schedulerEndpoint && { AWS_ENDPOINT_URL_SCHEDULER: schedulerEndpoint }),
    ...(sesEndpoint && { AWS_ENDPOINT_URL_SESV2: sesEndpoint, MAIL_FROM, MAIL_CONFIGURATION_SET }),
    FUNCTION_ARN_PREFIX: 'arn:aws:lambda:us-east-1:000000000000:function:',
    SCHEDULE_ROLE_ARN: 'arn:aws:iam::000000000000:role/schedules',
    DEAD_LETTER_ARN: 'arn:aws:sqs:us-east-1:000000000000:dead-letters',
    ...(openAiBaseUrl && { OPENAI_API_KEY: 'stand-in', OPENAI_BASE_URL: openAiBaseUrl }),
  };
}
