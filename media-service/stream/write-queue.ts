import { setTimeout as sleep } from 'node:timers/promises';
import { orAborted } from '#shared/deadlines.ts';
import { log } from '#shared/log.ts';

/** The patience of a write queue. */
export type WritePace = {
  /** The pauses before each retry of a write. */
  readonly pausesMs: readonly number[];
  /** The limit on everything that is left once the stream has ended. */
  readonly lastWritesMs: number;
};

/**
 * A store that is down for half a minute loses no write. A stopped task has 120 seconds in all. Its calls move to
 * other tasks within 40 of them, and the last writes have 60.
 */
const WRITE_PACE: WritePace = {
  pausesMs: [500, 1_000, 2_000, 4_000, 8_000, 16_000],
  lastWritesMs: 60_000,
};

/** Writes the records of one stream in order, however long the store takes. */
export interface WriteQueue {
  /** Queues an idempotent write; no update overtakes its insert. */
  write(work: () => Promise<unknown>): void;
  /** Settles when every write queued so far is done or given up: a minute later at the latest. Never throws. */
  settled(): Promise<void>;
}

/** Creates the write queue of one stream. */
export function createWriteQueue(
  callSid: string,
  { pausesMs, lastWritesMs }: WritePace = WRITE_PACE,
): WriteQueue {
  const over = new AbortController();
  let writing = Promise.resolve();
  let left = 0;

  const persist = async (work: () => Promise<unknown>) => {
    for (const pauseMs of [...pausesMs, undefined]) {
      if (over.signal.aborted) return;
      try {
        await work();
        return;
      } catch (error) {
        log.error('write.failed', error, { callSid, isGivenUp: pauseMs === undefined });
        if (pauseMs === undefined) return;
        await sleep(pauseMs, undefined, { signal: over.signal }).catch(() => {});
      }
    }
  };

  return {
    write(work) {
      left += 1;
      writing = writing
        .then(() => persist(work))
        .then(() => {
          left -= 1;
        });
    },
    async settled() {
      const end = setTimeout(() => over.abort(), lastWritesMs);
      await orAborted(writing, over.signal).catch(() =>
        log.warn('writes.given-up', { callSid, left }),
      );
      clearTimeout(end);
    },
  };
}
