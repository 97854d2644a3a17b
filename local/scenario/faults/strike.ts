import type { Fault } from './fault.ts';
import type { Moments } from './moments.ts';
import { strikeFunctions, strikeMedia } from './strike-processes.ts';
import { strikeReplay } from './strike-replay.ts';
import { strikeBucket, strikeStore } from './strike-stores.ts';
import {
  slowGoogle,
  slowOpenAi,
  strikeGoogle,
  strikeLive,
  strikeOpenAi,
} from './strike-vendors.ts';
import { strikeWatchdog } from './strike-watchdog.ts';
import type { Scene, Striker } from './striker.ts';

const strikers: { readonly [On in Fault['on']]: Striker<On> } = {
  openai: strikeOpenAi,
  'openai-live': strikeLive,
  google: strikeGoogle,
  'openai-pace': slowOpenAi,
  'google-pace': slowGoogle,
  store: strikeStore,
  'recordings-bucket': strikeBucket,
  media: strikeMedia,
  functions: strikeFunctions,
  replay: strikeReplay,
  watchdog: strikeWatchdog,
};

/** Lets a fault strike, and heals it when its time is over, unless the signal says that nobody cares any more. */
export async function strike(
  fault: Fault,
  { moments, ...scene }: Scene & { readonly moments: Moments },
  signal: AbortSignal,
): Promise<void> {
  const { forMs, until } = fault;
  const heal = await (strikers[fault.on] as Striker<typeof fault.on>)(fault as never, scene);
  const over = () => void (signal.aborted || heal?.());
  if (forMs !== undefined) setTimeout(over, forMs).unref();
  if (until) void moments.reached(until).then(over);
}
