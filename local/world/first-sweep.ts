import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { waitUntil } from '#local/scenario/wait-until.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo-call-watches.ts';
import type { Config } from '#shared/config.ts';

type Endpoints = { readonly scheduler: string; readonly dynamoDb: string };

/** A watchdog that has not swept within this time never will. */
const FIRST_SWEEP_DEADLINE_MS = 20_000;

/** Schedules the watchdog every minute, as the stack does, and settles when it has swept for the first time. */
export async function firstSweep(
  { scheduler, dynamoDb }: Endpoints,
  { scheduleName, scheduleGroup }: Config['watchdog'],
): Promise<void> {
  const client = new SchedulerClient({ ...localAws, endpoint: scheduler });
  const db = localDynamoDb(dynamoDb);
  try {
    await client.send(
      new CreateScheduleCommand({
        Name: scheduleName,
        GroupName: scheduleGroup,
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: 'arn:aws:lambda:us-east-1:000000000000:function:watchdog',
          RoleArn: 'arn:aws:iam::000000000000:role/watchdog-schedule',
        },
      }),
    );
    const sweep = await waitUntil(
      dynamoCallWatches(db).lastSweep,
      Boolean,
      FIRST_SWEEP_DEADLINE_MS,
    );
    if (!sweep) throw new Error('The watchdog did not sweep.');
  } finally {
    client.destroy();
    db.destroy();
  }
}
