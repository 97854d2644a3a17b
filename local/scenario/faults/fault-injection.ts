import type { World } from '#local/world/world.ts';
import type { CallMoments } from './call-moments.ts';
import type { Fault, FaultSite, Injector } from './fault.ts';
import { injectFunctions, injectMedia, injectWatchdog } from './process-injectors.ts';
import {
  injectBucket,
  injectGoogle,
  injectGooglePace,
  injectLive,
  injectOpenAi,
  injectOpenAiPace,
  injectStore,
} from './vendor-injectors.ts';
import { injectReplay } from './webhook-replay.ts';

/** Injects the faults of a row at their moments; after disposal no fault is removed any more. */
export interface FaultInjection extends Disposable {
  /** Injects the faults that precede the call. */
  before(): Promise<void>;
  /** Injects the others in a call as their moments come. */
  during(callSid: string): void;
  /** The faults that were not injected. */
  readonly missed: ReadonlySet<Fault>;
}

const injectors: { readonly [On in Fault['on']]: Injector<On> } = {
  openai: injectOpenAi,
  'openai-live': injectLive,
  google: injectGoogle,
  'openai-pace': injectOpenAiPace,
  'google-pace': injectGooglePace,
  store: injectStore,
  'recordings-bucket': injectBucket,
  media: injectMedia,
  functions: injectFunctions,
  replay: injectReplay,
  watchdog: injectWatchdog,
};

/** Prepares the faults of a row; nothing is injected yet. */
export function createFaultInjection(
  faults: readonly Fault[],
  world: World,
  moments: CallMoments,
): FaultInjection {
  const over = new AbortController();
  const missed = new Set(faults);
  const injectNow = async (fault: Fault, callSid?: string) => {
    await inject(fault, { world, moments, ...(callSid && { callSid }) }, over.signal);
    missed.delete(fault);
  };
  const during = async (at: NonNullable<Fault['at']>, fault: Fault, callSid: string) => {
    await moments.reached(at);
    if (!over.signal.aborted) await injectNow(fault, callSid);
  };

  return {
    async before() {
      for (const fault of faults) if (!fault.at) await injectNow(fault);
    },
    during(callSid) {
      for (const fault of faults) {
        // A fault that cannot be injected stays among the missed.
        if (fault.at) during(fault.at, fault, callSid).catch(() => {});
      }
    },
    missed,
    [Symbol.dispose]: () => over.abort(),
  };
}

/** Injects a fault and removes it when its time is over, unless the signal was aborted by then. */
async function inject(
  fault: Fault,
  { moments, ...site }: FaultSite & { readonly moments: CallMoments },
  signal: AbortSignal,
): Promise<void> {
  const { forMs, until } = fault;
  const remove = await (injectors[fault.on] as Injector<typeof fault.on>)(fault as never, site);
  const over = () => void (signal.aborted || remove?.());
  if (forMs !== undefined) setTimeout(over, forMs).unref();
  if (until) void moments.reached(until).then(over);
}
