import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { waitUntil } from '#local/polling.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import type { Config } from '#shared/config/config.ts';

type Endpoints = { readonly scheduler: string; readonly dynamoDb: string };

/** The time limit of the first sweep. */
const FIRST_SWEEP_DEADLINE_MS = 20_000;

/**
 * The state of a watchdog that has swept for long. Without it the first sweeps would count as a gap and claim
 * nothing.
 */
const calm = { quiet_until: 0, quiet_at_most_until: 0 };

/** Schedules the watchdog every minute, as the stack does; resolves after its first sweep. */
export async function firstSweep(
  { scheduler, dynamoDb }: Endpoints,
  { watchdog, schedules }: Pick<Config, 'watchdog' | 'schedules'>,
): Promise<void> {
  const client = new SchedulerClient({ ...localAws, endpoint: scheduler });
  const db = localDynamoDb(dynamoDb);
  const watches = dynamoCallWatches(db);
  const openedAt = Date.now();
  try {
    await watches.noteSweep(undefined, { last_at: openedAt, ...calm });
    await client.send(
      new CreateScheduleCommand({
        Name: watchdog.scheduleName,
        GroupName: schedules.group,
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: 'arn:aws:lambda:us-east-1:000000000000:function:watchdog',
          RoleArn: 'arn:aws:iam::000000000000:role/watchdog-schedule',
        },
      }),
    );
    const sweep = await waitUntil(
      watches.lastSweep,
      (last) => last !== undefined && last.last_at > openedAt,
      FIRST_SWEEP_DEADLINE_MS,
    );
    if (sweep?.last_at === openedAt) throw new Error('The watchdog did not sweep.');
  } finally {
    client.destroy();
    db.destroy();
  }
}
