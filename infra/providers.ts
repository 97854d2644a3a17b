import type { Stack } from 'aws-cdk-lib';
import { acknowledge, starIn } from './acknowledge.ts';
import type { Prompts } from './prompts.ts';

const ROLE = 'A function of CDK’s own, which runs while the stack is deployed and never after.';
const BUCKETS =
  'CDK’s own copying function: it reads CDK’s assets and writes the bucket of prompts.';

/** CDK's functions that run during a deployment, by their names in a stack, and what of theirs does not follow the rules. */
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

/** Says why CDK's own functions are as they are, and write what they write. */
export function acknowledgeProviders(stack: Stack, { bucket }: Prompts): void {
  const written = { [starIn(stack, bucket.arnForObjects('*'))]: BUCKETS };
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
