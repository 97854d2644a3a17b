import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInput } from '#shared/errors.ts';

/** Google refuses a longer input; a sentence of the agent is a tenth of it. */
const MAX_SENTENCE_BYTES = 5_000;

/** The sentences of a turn, in order, each to be spoken once. */
export interface SentenceQueue {
  /** Waits for the next sentence and leaves it; undefined after the last, and throws where the thinking failed. */
  peek(): Promise<string | undefined>;
  /** Tells whether a sentence comes within so many milliseconds: not so in a pause, at the end, after a failure. */
  isNextWithin(ms: number): Promise<boolean>;
  /** Takes the next sentence, which has come. */
  take(): string;
  /** Puts sentences back to the front that could not be spoken. */
  putBack(sentences: readonly string[]): void;
  /** Stops the thinking. */
  close(): void;
}

/** Queues what is still being thought; what has nothing to be spoken in it (a dash, an emoji) is left out. */
export function queueSentences(source: AsyncIterable<string>): SentenceQueue {
  const iterator = source[Symbol.asyncIterator]();
  const come: string[] = [];
  let isOver = false;
  let coming: Promise<void> | undefined;

  async function fetch(): Promise<void> {
    const { done, value } = await iterator.next();
    if (done) isOver = true;
    else if (Buffer.byteLength(value) > MAX_SENTENCE_BYTES) {
      throw new InvalidInput(`A sentence must not exceed ${MAX_SENTENCE_BYTES} bytes.`);
    } else if (/[\p{L}\p{N}]/u.test(value)) come.push(value);
    coming = undefined;
  }

  /** Waits for whatever comes: one fetch at a time, and a failed one stays for whoever asks. */
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
        // Whoever asks for the next sentence hears of it.
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
