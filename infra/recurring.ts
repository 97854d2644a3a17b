import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { type LambdaDescription, lambdas } from '#shared/lambdas.ts';
import type { DeferredWork } from './deferred-work.ts';
import type { FunctionName, Functions } from './lambda-functions.ts';

/** A tick that could not be delivered within this is not delivered: another one has come. */
const MAX_EVENT_AGE_S = 60;

/** What recurs: the watchdog every minute, the reconciliation every hour, and whatever else says how often. */
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
      // Scheduler asks at once whether the role may.
      schedule.node.addDependency(work.group, work.role);
    }
  }
}
