import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { acknowledge } from './acknowledge.ts';
import type { Data } from './data.ts';
import type { DeferredWork } from './deferred-work.ts';
import type { Rights } from './functions.ts';

/** What rights are rights to. */
export type Possessions = {
  readonly data: Data;
  /** The bucket of recordings, by its ARN: it is made after whoever may see it. */
  readonly recordingsArn: string;
  readonly deferredWork: DeferredWork;
  readonly secret: ISecret;
};

/** Where the product keeps recordings in their bucket. */
export const RECORDINGS_PREFIX = 'recordings/';

const recordingActions = {
  find: ['s3:GetObject'],
  read: ['s3:GetObject'],
  write: ['s3:PutObject'],
} as const;

/** Gives a role exactly the rights that are described, and those that every part needs: to read the secret. */
export function grant(role: Role, rights: Rights, possessions: Possessions): void {
  const { data, recordingsArn, deferredWork, secret } = possessions;
  const allow = (actions: readonly string[], ...resources: readonly string[]) =>
    role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));

  allow(['secretsmanager:GetSecretValue'], secret.secretArn);
  for (const [name, allowed] of Object.entries(rights.tables ?? {})) {
    const { tableArn } = data.tables[name as keyof Data['tables']];
    for (const right of allowed) {
      const [action = '', index] = right.split(' ');
      allow([`dynamodb:${action}`], index ? `${tableArn}/index/${index}` : tableArn);
    }
  }
  for (const right of rights.recordings ?? []) {
    allow(recordingActions[right], `${recordingsArn}/${RECORDINGS_PREFIX}*`);
    // Without it, S3 says of an object that is not there that it may not be seen.
    if (right === 'find') allow(['s3:ListBucket'], recordingsArn);
  }
  const { makes = [], takesBack = [] } = rights.schedules ?? {};
  const schedules = (names: readonly string[]) =>
    names.map((name) => deferredWork.arnOf(`${name}*`));
  if (makes.length > 0) {
    allow(['scheduler:CreateSchedule'], ...schedules(makes));
    role.addToPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [deferredWork.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
  }
  if (takesBack.length > 0) allow(['scheduler:DeleteSchedule'], ...schedules(takesBack));
  if (rights.seesWatchdog) allow(['scheduler:GetSchedule'], deferredWork.arnOf('watchdog'));
  acknowledge(role, { IAM5: WILDCARDS });
}

const WILDCARDS =
  'Objects, schedules and log streams are named by the call that makes them; what stands before the star is fixed.';

/** Lets a role write the lines of one log group; the group itself is made by the stack. */
export function grantLog(role: Role, logGroupName: string): void {
  const arn = Stack.of(role).formatArn({
    service: 'logs',
    resource: `log-group:${logGroupName}:log-stream:*`,
  });
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [arn],
    }),
  );
}
