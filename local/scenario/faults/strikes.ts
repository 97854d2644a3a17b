import type { World } from '#local/world/world.ts';
import type { Fault } from './fault.ts';
import type { Moments } from './moments.ts';
import { strike } from './strike.ts';

/** The faults of a row, each of which strikes at its moment; on disposal nothing is healed any more. */
export interface Strikes extends Disposable {
  /** Strikes what strikes before the call. */
  before(): Promise<void>;
  /** Lets the others strike in a call as their moments come. */
  during(callSid: string): void;
  /** The faults that have not struck. */
  readonly missed: ReadonlySet<Fault>;
}

/** Prepares the faults of a row. */
export function createStrikes(faults: readonly Fault[], world: World, moments: Moments): Strikes {
  const over = new AbortController();
  const missed = new Set(faults);
  const strikeNow = async (fault: Fault, callSid?: string) => {
    await strike(fault, { world, moments, ...(callSid && { callSid }) }, over.signal);
    missed.delete(fault);
  };
  const during = async (at: NonNullable<Fault['at']>, fault: Fault, callSid: string) => {
    await moments.reached(at);
    if (!over.signal.aborted) await strikeNow(fault, callSid);
  };

  return {
    async before() {
      for (const fault of faults) if (!fault.at) await strikeNow(fault);
    },
    during(callSid) {
      for (const fault of faults) {
        // One that cannot strike stays among the missed.
        if (fault.at) during(fault.at, fault, callSid).catch(() => {});
      }
    },
    missed,
    [Symbol.dispose]: () => over.abort(),
  };
}
