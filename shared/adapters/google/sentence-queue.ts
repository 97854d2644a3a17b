import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInput } from '#shared/errors.ts';
import { wellFormed } from '#shared/well-formed.ts';

/** Google's limit (https://docs.cloud.google.com/text-to-speech/quotas); a sentence of the agent is a tenth of it. */
const MAX_SENTENCE_BYTES = 5_000;

/** The sentences of a turn, in order, each to be spoken once. */
export interface SentenceQueue {
  /** Returns the next sentence without taking it; undefined after the last. @throws InvalidInput if it is too long; a failure of the source as it is */
  peek(): Promise<string | undefined>;
  /** Returns whether a sentence comes within so many ms; false in a pause, at the end, after a failure. Never throws. */
  isNextWithin(ms: number): Promise<boolean>;
  /** Takes the next sentence; call it only after `peek` or `isNextWithin` found one. */
  take(): string;
  /** Puts unspoken sentences back to the front. */
  putBack(sentences: readonly string[]): void;
  /** Stops the source. */
  close(): void;
}

/** Queues sentences that are still being written; one without a letter or digit (a dash, an emoji) is left out. */
export function queueSentences(source: AsyncIterable<string>): SentenceQueue {
  const iterator = source[Symbol.asyncIterator]();
  const come: string[] = [];
  let isOver = false;
  let coming: Promise<void> | undefined;

  async function fetch(): Promise<void> {
    const next = await iterator.next();
    const value = wellFormed(next.value ?? '');
    if (next.done) isOver = true;
    else if (Buffer.byteLength(value) > MAX_SENTENCE_BYTES) {
      throw new InvalidInput(`A sentence must not exceed ${MAX_SENTENCE_BYTES} bytes.`);
    } else if (/[\p{L}\p{N}]/u.test(value)) come.push(value);
    coming = undefined;
  }

  /** Waits for the next item: one fetch at a time, and a failed one stays rejected. */
  function comes(): Promise<void> {
    coming ??= fetch();
    return coming;
  }

  return {
    async peek() {
      while (come.length === 0 && !isOver) await comes();
      return come[0];
    },
    async isNextWithin(ms) {
      const pause = new AbortController();
      const paused = sleep(ms, 'paused', { signal: pause.signal, ref: false });
      try {
        while (come.length === 0 && !isOver) {
          if ((await Promise.race([comes(), paused])) === 'paused') break;
        }
      } catch {
        // The next `peek` throws it.
      } finally {
        pause.abort();
        paused.catch(() => {});
      }
      return come.length > 0;
    },
    take: () => come.shift() as string,
    putBack(sentences) {
      come.unshift(...sentences);
    },
    close() {
      // Not awaited: a source that hangs must not hold up the end of the turn.
      iterator.return?.().catch(() => {});
    },
  };
}
