import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '#local/polling.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { placeReconnectCall } from './reconnect-caller.ts';
import { preferProcesses } from './turns-machine.ts';

/** The end of the task that holds all calls. */
export type Incident = 'killed' | 'stopped';

/** The outcome of the calls of one task. */
export type ReconnectFigures = {
  readonly incident: Incident;
  readonly calls: number;
  readonly resumed: number;
  readonly voicemail: number;
  readonly losses: number;
  readonly longest_dead_air_ms: number;
  /** Webhooks whose store did not answer in time: on a slow machine they cost a stream. */
  readonly webhooks_failed: number;
  readonly machine_late_ms: number;
};

/** The calls come one after the other, as calls do; only their end is common. */
const DIAL_EVERY_MS = 100;
/** The last attempt of a lost stream comes after twelve seconds, the moves of a stopped task after ten. */
const PATIENCE = { deadlineMs: 40_000, pollMs: 100 };
/** A registered task passes its first health check within this time. */
const IN_SERVICE_MS = 1_000;

/** Places all calls on one of two tasks, ends that task, and returns what became of the calls. */
export async function measureReconnect(
  incident: Incident,
  calls: number,
): Promise<ReconnectFigures> {
  let webhooksFailed = 0;
  await using world = await openWorld({
    settings: closedWorld(),
    mediaProcesses: 2,
    onLog(line) {
      if (line.includes('"webhook.failed"')) webhooksFailed += 1;
    },
  });
  const { media, balancer } = world;
  const [struck, other] = media.processes;
  if (!struck || !other) throw new Error('A media process ended at its start.');
  const target = { host: '127.0.0.1', port: other.port };
  void balancer.deregister(target);
  await using _preferred = await preferProcesses([
    process.pid,
    ...media.processes.map(({ pid }) => pid),
  ]);
  await warmUp(world);
  const callers = await Promise.all(
    Array.from({ length: calls }, async (_, number) => {
      await sleep(number * DIAL_EVERY_MS);
      return placeReconnectCall(world, incident === 'killed');
    }),
  );
  const all = (isDone: (caller: (typeof callers)[number]) => boolean) =>
    waitUntil(async () => callers.every(isDone), Boolean, PATIENCE);
  await all(({ seen }) => seen.streams > 0);
  balancer.register(target);
  await sleep(IN_SERVICE_MS);
  const lateness = monitorEventLoopDelay({ resolution: 10 });
  lateness.enable();
  const ending = struck.kill(incident === 'killed' ? 'SIGKILL' : 'SIGTERM');
  await all(({ seen }) => seen.hasVoicemail || (seen.streams > 1 && !seen.isCut));
  lateness.disable();
  for (const caller of callers) caller.hangUp();
  await Promise.all(callers.map(({ ended }) => ended));
  await ending;
  return {
    incident,
    calls,
    resumed: callers.filter(({ seen }) => seen.streams > 1 && !seen.hasVoicemail).length,
    voicemail: callers.filter(({ seen }) => seen.hasVoicemail).length,
    losses: callers.reduce((sum, { seen }) => sum + seen.losses, 0),
    longest_dead_air_ms: Math.max(...callers.map(({ seen }) => seen.longestSilenceMs)),
    webhooks_failed: webhooksFailed,
    machine_late_ms: Math.round(lateness.max / 1e6),
  };
}

/** Places one call, so that the functions and their connections to the store are there. */
async function warmUp(world: World): Promise<void> {
  const { seen, hangUp, ended } = placeReconnectCall(world, false);
  await waitUntil(async () => seen.streams > 0 || seen.hasVoicemail, Boolean, PATIENCE);
  await sleep(IN_SERVICE_MS);
  hangUp();
  await ended;
}
