import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { localAws } from '#local/aws/local-aws.ts';
import type { Config } from '#shared/config/config.ts';
import type { lambdas } from '#shared/lambdas.ts';

/** Schedules a function every minute, as the stack does; the first tick comes at once. */
export async function everyMinute(
  endpoint: string,
  { group }: Config['schedules'],
  functionName: keyof typeof lambdas,
  name: string = functionName,
): Promise<void> {
  const client = new SchedulerClient({ ...localAws, endpoint });
  try {
    await client.send(
      new CreateScheduleCommand({
        Name: name,
        GroupName: group,
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
          RoleArn: `arn:aws:iam::000000000000:role/${functionName}-schedule`,
        },
      }),
    );
  } finally {
    client.destroy();
  }
}
