import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { type LambdaDescription, lambdas } from '#shared/lambdas.ts';
import type { DeferredWork } from './deferred-work.ts';
import type { FunctionName, Functions } from './lambda-functions.ts';

/** An undelivered tick expires after this: the next one has fired. */
const MAX_EVENT_AGE_S = 60;

/** The recurring schedules: of the watchdog, the reconciliation, and any other function with `every`. */
export class Recurring extends Construct {
  constructor(scope: Construct, id: string, functions: Functions, work: DeferredWork) {
    super(scope, id);
    for (const [name, { every }] of Object.entries<LambdaDescription>(lambdas)) {
      if (!every) continue;
      const schedule = new CfnSchedule(this, name, {
        name,
        groupName: work.groupName,
        state: 'ENABLED',
        scheduleExpression: `rate(${every})`,
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: functions[name as FunctionName].functionArn,
          roleArn: work.role.roleArn,
          input: '{}',
          deadLetterConfig: { arn: work.deadLetters.queueArn },
          retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: MAX_EVENT_AGE_S },
        },
      });
      // Scheduler checks the role's permission when the schedule is created.
      schedule.node.addDependency(work.group, work.role);
    }
  }
}
