import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '#shared/log.ts';

/** The store may be away for half a minute and lose nothing. */
const PAUSES_BEFORE_RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000, 16_000];

/** Writes down what happens on a stream, one thing after the other, however long the store takes. */
export interface WriteQueue {
  /** Queues a write that may be repeated; no update overtakes its insert. */
  write(work: () => Promise<unknown>): void;
  /** Settles when everything queued so far is written or given up. */
  settled(): Promise<void>;
}

/** Opens the write queue of one stream. */
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
