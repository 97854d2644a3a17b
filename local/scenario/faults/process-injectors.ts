import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { localAws } from '#local/aws/local-aws.ts';
import { waitUntil } from '#local/polling.ts';
import type { MediaProcess } from '#local/world/media-process.ts';
import type { World } from '#local/world/world.ts';
import { readConfig } from '#shared/config/config.ts';
import { type FaultSite, type Injector, TOO_LITTLE_MEMORY_MB } from './fault.ts';
import { useUp } from './used-up-day.ts';

/** An open stream is attached within the two attempts of a store call. */
const ATTACHED_DEADLINE_MS = 2_000;
/** The watchdog's schedule ticks every minute: after this time one tick was missed. */
const TICK_MISSED_MS = 61_000;

/** Retires, stops, kills or suspends processes of the media service. */
export const injectMedia: Injector<'media'> = async ({ which, does }, site) => {
  const processes = which === 'every' ? site.world.media.processes : [await holding(site)];
  switch (does) {
    // Draining takes as long as the calls do, so it is not awaited.
    case 'retire':
      for (const process of processes) void site.world.media.retire(process);
      return undefined;
    case 'stop':
      for (const process of processes) void process.kill('SIGTERM');
      return undefined;
    case 'die':
      for (const process of processes) void process.kill('SIGKILL');
      return undefined;
    case 'stand-still':
      for (const process of processes) process.suspend();
      return () => {
        for (const process of processes) process.resume();
      };
  }
};

/** Kills the functions' process, whatever it is doing; the removal starts its watchdog again. */
export const injectFunctions: Injector<'functions'> = async (_fault, { world }) => {
  await world.lambda.kill();
  return () => world.lambda.invokeLater('watchdog', {});
};

/** Throttles a function. */
export const injectConcurrency: Injector<'concurrency'> = async ({ of }, { world }) => {
  world.lambda.reserve(of, 0);
  return () => world.lambda.reserve(of, undefined);
};

/** Has every invocation of a function killed for its memory. */
export const injectMemory: Injector<'memory'> = async ({ of }, { world }) => {
  await world.lambda.limitMemory(of, TOO_LITTLE_MEMORY_MB);
  return () => world.lambda.limitMemory(of, undefined);
};

/** Uses the day of the caller or of the office up. */
export const injectUsage: Injector<'usage'> = ({ up }, { world, from }) => useUp(world, from, up);

/** Starts a second watchdog beside the first, or lets a minute pass in which no new one is started. */
export const injectWatchdog: Injector<'watchdog'> = async ({ does }, { world }) => {
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

async function holding({ world, callSid = '' }: FaultSite): Promise<MediaProcess> {
  const process = await waitUntil(
    async () => world.media.holding(callSid),
    (found) => found !== undefined,
    ATTACHED_DEADLINE_MS,
  );
  if (!process) throw new Error('No media process holds the call.');
  return process;
}

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
