import type { CallMoments } from './call-moments.ts';
import type { Fault, FaultRemoval, FaultSite, Injector } from './fault.ts';
import { injectHostileRequests } from './hostile-requests.ts';
import {
  injectConcurrency,
  injectFunctions,
  injectMedia,
  injectMemory,
  injectUsage,
  injectWatchdog,
} from './process-injectors.ts';
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
import { injectOptOut } from './written-refusal.ts';

/** Injects the faults of a row at their moments; disposal removes those that still stand. */
export interface FaultInjection extends AsyncDisposable {
  /** Injects the faults that precede the call. */
  before(): Promise<void>;
  /** Injects the others in a call as their moments come. */
  during(callSid: string): void;
  /** The faults that were not injected, with the reason. */
  readonly missed: ReadonlyMap<Fault, string>;
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
  concurrency: injectConcurrency,
  memory: injectMemory,
  usage: injectUsage,
  'opt-out': injectOptOut,
  'hostile-request': injectHostileRequests,
};

/** Prepares the faults of a row; nothing is injected yet. */
export function createFaultInjection(
  faults: readonly Fault[],
  place: Pick<FaultSite, 'world' | 'from'>,
  moments: CallMoments,
): FaultInjection {
  const over = new AbortController();
  const missed = new Map(faults.map((fault) => [fault, 'its moment does not come']));
  const standing = new Set<FaultRemoval>();
  const injectNow = async (fault: Fault, callSid?: string) => {
    const site = { ...place, ...(callSid && { callSid }) };
    const remove = await (injectors[fault.on] as Injector<typeof fault.on>)(fault as never, site);
    missed.delete(fault);
    if (!remove) return;
    if (over.signal.aborted) return void (await remove());
    standing.add(remove);
    const end = async () => {
      if (standing.delete(remove)) await remove();
    };
    if (fault.forMs !== undefined) setTimeout(end, fault.forMs).unref();
    if (fault.until) void moments.reached(fault.until).then(end);
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
        if (!fault.at) continue;
        during(fault.at, fault, callSid).catch((error) => missed.set(fault, String(error)));
      }
    },
    missed,
    async [Symbol.asyncDispose]() {
      over.abort();
      const removals = [...standing];
      standing.clear();
      await Promise.all(removals.map((remove) => remove()));
    },
  };
}
