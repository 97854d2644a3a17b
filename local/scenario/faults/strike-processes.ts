import { waitUntil } from '#local/polling.ts';
import type { MediaProcess } from '#local/world/media-process.ts';
import type { Scene, Striker } from './striker.ts';

/** A stream that is open is attached within the two attempts of a store call. */
const ATTACHED_DEADLINE_MS = 2_000;

/** Ends, kills or stops processes of the media service. */
export const strikeMedia: Striker<'media'> = async ({ which, does }, scene) => {
  const processes = which === 'every' ? scene.world.media.processes : [await holding(scene)];
  switch (does) {
    // Draining takes as long as the calls do; nobody waits for it here.
    case 'end-in-order':
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

/** Kills the functions' process in the middle of whatever it does; its watchdog sweeps again when the fault is over. */
export const strikeFunctions: Striker<'functions'> = async (_fault, { world }) => {
  await world.lambda.kill();
  return () => world.lambda.invokeLater('watchdog', {});
};

async function holding({ world, callSid = '' }: Scene): Promise<MediaProcess> {
  const process = await waitUntil(
    async () => world.media.holding(callSid),
    (found) => found !== undefined,
    ATTACHED_DEADLINE_MS,
  );
  if (!process) throw new Error('No media process holds the call.');
  return process;
}
