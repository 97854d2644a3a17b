import type { Stack } from 'aws-cdk-lib';
import type { Prompts } from './prompts.ts';
import { acknowledge, wildcardFinding } from './rule-exceptions.ts';

const ROLE = 'CDK’s own function, which runs only during a deployment.';
const BUCKETS = 'CDK’s own copy function: it reads CDK’s assets and writes the bucket of prompts.';

/** CDK's functions that run during a deployment, by construct id, with the rules that they break. */
const providers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C': {
    ...Object.fromEntries(
      ['GetBucket', 'GetObject', 'List', 'Abort', 'DeleteObject'].map((verb) => [
        `IAM5[Action::s3:${verb}*]`,
        BUCKETS,
      ]),
    ),
    'IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]':
      BUCKETS,
  },
  AWS679f53fac002430cb0da5b7982bd2287: {},
};

/** Acknowledges the rules that CDK's own functions break. */
export function acknowledgeProviders(stack: Stack, { bucket }: Prompts): void {
  const written = { [wildcardFinding(stack, bucket.arnForObjects('*'))]: BUCKETS };
  for (const [name, reasons] of Object.entries(providers)) {
    acknowledge(stack.node.findChild(name), {
      'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
        ROLE,
      L1: ROLE,
      ...reasons,
      ...written,
    });
  }
}
