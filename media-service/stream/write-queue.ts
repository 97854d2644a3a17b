import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '#shared/log.ts';

/** The pauses before each retry: a store that is down for half a minute loses no write. */
const PAUSES_BEFORE_RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000, 16_000];

/** Writes the records of one stream in order, however long the store takes. */
export interface WriteQueue {
  /** Queues an idempotent write; no update overtakes its insert. */
  write(work: () => Promise<unknown>): void;
  /** Settles when every write queued so far is done or given up. */
  settled(): Promise<void>;
}

/** Creates the write queue of one stream. */
export function createWriteQueue(callSid: string): WriteQueue {
  let writing = Promise.resolve();

  const persist = async (work: () => Promise<unknown>) => {
    for (const pauseMs of [...PAUSES_BEFORE_RETRY_MS, undefined]) {
      try {
        await work();
        return;
      } catch (error) {
        log.error('write.failed', error, { callSid, isGivenUp: pauseMs === undefined });
        if (pauseMs !== undefined) await sleep(pauseMs);
      }
    }
  };

  return {
    write(work) {
      writing = writing.then(() => persist(work));
    },
    settled: () => writing,
  };
}
