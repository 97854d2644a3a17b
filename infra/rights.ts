import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { lambdas } from '#shared/lambdas.ts';
import { acknowledge, starIn } from './acknowledge.ts';
import type { Data } from './data.ts';
import type { DeferredWork } from './deferred-work.ts';
import type { FileRight, Rights } from './functions.ts';

/** What rights are rights to. */
export type Possessions = {
  readonly data: Data;
  /** The bucket of recordings, by its ARN: it is made after whoever may see it. */
  readonly recordingsArn: string;
  readonly deferredWork: DeferredWork;
  readonly secret: ISecret;
};

/** The schedule whose ticks start the watchdog. */
export const WATCHDOG_SCHEDULE = 'watchdog' satisfies keyof typeof lambdas;

const fileActions = {
  find: 's3:GetObject',
  read: 's3:GetObject',
  write: 's3:PutObject',
} as const satisfies Record<FileRight, string>;

/** Gives a role exactly the rights that are described, and the one that every part needs: to read the secret. */
export function grant(role: Role, rights: Rights, possessions: Possessions): void {
  const { data, recordingsArn, deferredWork, secret } = possessions;
  allow(role, 'secretsmanager:GetSecretValue', secret.secretArn);
  for (const [name, allowed] of Object.entries(rights.tables ?? {})) {
    const { tableArn } = data.tables[name as keyof Data['tables']];
    for (const right of allowed) {
      const [action, index] = right.split(' ');
      allow(role, `dynamodb:${action}`, index ? `${tableArn}/index/${index}` : tableArn);
    }
  }
  for (const [kind, allowed] of Object.entries(rights.files ?? {})) {
    for (const right of allowed) {
      allow(
        role,
        fileActions[right],
        `${recordingsArn}/${kind}/*`,
        'Files are named after their calls.',
      );
      // Without it, S3 says of an object that is not there that it may not be seen.
      if (right === 'find') allow(role, 's3:ListBucket', recordingsArn);
    }
  }
  const { makes = [], takesBack = [] } = rights.schedules ?? {};
  const mayNameSchedules = 'A schedule is named after what it is about.';
  for (const name of makes) {
    allow(role, 'scheduler:CreateSchedule', deferredWork.arnOf(`${name}*`), mayNameSchedules);
  }
  for (const name of takesBack) {
    allow(role, 'scheduler:DeleteSchedule', deferredWork.arnOf(`${name}*`), mayNameSchedules);
  }
  if (makes.length > 0) {
    role.addToPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [deferredWork.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
  }
  if (rights.seesWatchdog) {
    allow(role, 'scheduler:GetSchedule', deferredWork.arnOf(WATCHDOG_SCHEDULE));
  }
}

/** Allows one action; where the resource ends in a star, somebody has to say why. */
export function allow(role: Role, action: string, resource: string, reason?: string): void {
  role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
  if (reason) acknowledge(role, { [starIn(role, resource)]: reason });
}
