import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type LambdaDescription, lambdas } from '#shared/lambdas.ts';
import { functionArn } from './names.ts';
import { acknowledge } from './rule-exceptions.ts';

/** The group of all schedules: one-time and recurring. */
const GROUP = 'agent-locator';

/** Deferred work: a group of schedules, the role in which they invoke functions, and the dead-letter queue. */
export class DeferredWork extends Construct {
  readonly groupName = GROUP;
  readonly group: CfnScheduleGroup;
  readonly role: Role;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.group = new CfnScheduleGroup(this, 'Group', { name: GROUP });
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.deadLetters, {
      SQS3: 'It is itself the dead-letter queue of the schedules and functions.',
    });
    this.role = new Role(this, 'Role', {
      description: 'Schedules of AgentLocator invoke its functions',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnEquals: {
            'aws:SourceArn': Stack.of(this).formatArn({
              service: 'scheduler',
              resource: 'schedule-group',
              resourceName: GROUP,
            }),
          },
        },
      }),
    });
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: scheduled().map((name) => functionArn(this, name)),
      }),
    );
    this.deadLetters.grantSendMessages(this.role);
  }

  /** Returns the ARN of a schedule of this group. */
  arnOf(name: string): string {
    return Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${GROUP}/${name}`,
    });
  }
}

/** Returns the names of the functions that schedules start. */
function scheduled(): string[] {
  return Object.entries<LambdaDescription>(lambdas).flatMap(([name, { every, isScheduled }]) =>
    every || isScheduled ? [name] : [],
  );
}
