import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { localAws } from '#local/aws/local-aws.ts';
import type { World } from '#local/world/world.ts';
import { readConfig } from '#shared/config/config.ts';
import type { Striker } from './striker.ts';

/** So long after the last tick the next one is missed. */
const TICK_MISSED_MS = 61_000;

/** Sets a second watchdog beside the first, or lets a minute pass in which no new one is started. */
export const strikeWatchdog: Striker<'watchdog'> = async ({ does }, { world }) => {
  switch (does) {
    case 'sweep-twice':
      world.lambda.invokeLater('watchdog', {});
      return undefined;
    case 'miss-a-tick':
      await unschedule(world);
      await sleep(TICK_MISSED_MS);
      return undefined;
  }
};

async function unschedule({ env, scheduler }: World): Promise<void> {
  const { watchdog, schedules } = readConfig(env);
  const client = new SchedulerClient({ ...localAws, endpoint: scheduler.endpoint });
  try {
    await client.send(
      new DeleteScheduleCommand({ Name: watchdog.scheduleName, GroupName: schedules.group }),
    );
  } finally {
    client.destroy();
  }
}
