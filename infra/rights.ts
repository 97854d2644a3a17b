import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { lambdas } from '#shared/lambdas.ts';
import type { Data } from './data.ts';
import type { DeferredWork } from './deferred-work.ts';
import type { FileRight, Rights } from './functions.ts';
import type { Mail } from './mail.ts';
import { acknowledge, wildcardFinding } from './rule-exceptions.ts';
import type { Secrets } from './secrets.ts';

/** The resources that rights refer to. */
export type GrantableResources = {
  readonly data: Data;
  /** The ARN of the recordings bucket, which is created after the roles with rights to it. */
  readonly recordingsArn: string;
  readonly deferredWork: DeferredWork;
  readonly secrets: Secrets;
  /** Absent in a deployment that sends no mails. */
  readonly mail: Mail | undefined;
};

/** The name of the watchdog's schedule. */
export const WATCHDOG_SCHEDULE = 'watchdog' satisfies keyof typeof lambdas;

const fileActions = {
  find: 's3:GetObject',
  read: 's3:GetObject',
  write: 's3:PutObject',
} as const satisfies Record<FileRight, string>;

/** Grants a role the described rights. */
export function grant(role: Role, rights: Rights, resources: GrantableResources): void {
  const { data, recordingsArn, deferredWork, secrets, mail } = resources;
  for (const name of rights.secrets ?? []) {
    allow(role, 'secretsmanager:GetSecretValue', secrets.arns[name]);
  }
  for (const [name, allowed] of Object.entries(rights.tables ?? {})) {
    const { tableArn } = data.tables[name as keyof Data['tables']];
    for (const right of allowed) {
      const [action, index] = right.split(' ');
      const [, key] = right.split(' of ');
      if (key) allowItems(role, `dynamodb:${action}`, { tableArn, key });
      else allow(role, `dynamodb:${action}`, index ? `${tableArn}/index/${index}` : tableArn);
    }
  }
  for (const [kind, allowed] of Object.entries(rights.files ?? {})) {
    for (const right of allowed) {
      allow(
        role,
        fileActions[right],
        `${recordingsArn}/${kind}/*`,
        'Keys contain the ids of calls and messages.',
      );
      // Without this right, S3 answers “forbidden” for a missing object.
      if (right === 'find') allow(role, 's3:ListBucket', recordingsArn);
    }
  }
  const { creates = [], cancels = [] } = rights.schedules ?? {};
  const mayNameSchedules = 'Names of schedules contain the ids of calls, messages and viewings.';
  for (const name of creates) {
    allow(role, 'scheduler:CreateSchedule', deferredWork.arnOf(`${name}*`), mayNameSchedules);
  }
  for (const name of cancels) {
    allow(role, 'scheduler:DeleteSchedule', deferredWork.arnOf(`${name}*`), mayNameSchedules);
  }
  if (creates.length > 0) {
    role.addToPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [deferredWork.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
  }
  if (rights.readsWatchdogSchedule) {
    allow(role, 'scheduler:GetSchedule', deferredWork.arnOf(WATCHDOG_SCHEDULE));
  }
  if (rights.sendsMail && mail) allowMails(role, mail);
}

/**
 * Allows a role to send mails from one address. A MIME mail needs both actions. The resources are identities of senders
 * and, in the sandbox, of recipients, so the condition names the sender.
 * https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
 */
function allowMails(role: Role, { from, configurationSet }: Mail): void {
  const arnOf = (resource: string, resourceName: string) =>
    Stack.of(role).formatArn({ service: 'ses', resource, resourceName });
  const identities = arnOf('identity', '*');
  role.addToPolicy(
    new PolicyStatement({
      actions: ['ses:SendEmail', 'ses:SendRawEmail'],
      resources: [identities, arnOf('configuration-set', configurationSet.configurationSetName)],
      conditions: { StringEquals: { 'ses:FromAddress': from } },
    }),
  );
  const reason = 'Recipients may be identities too; the condition allows one sender.';
  acknowledge(role, { [wildcardFinding(role, identities)]: reason });
}

/**
 * Allows a role one action on the items of a table with one partition key.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
function allowItems(
  role: Role,
  action: string,
  { tableArn, key }: { readonly tableArn: string; readonly key: string },
): void {
  role.addToPolicy(
    new PolicyStatement({
      actions: [action],
      resources: [tableArn],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [key] } },
    }),
  );
}

/** Allows a role one action; a wildcard resource needs a reason. */
export function allow(role: Role, action: string, resource: string, reason?: string): void {
  role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
  if (reason) acknowledge(role, { [wildcardFinding(role, resource)]: reason });
}
