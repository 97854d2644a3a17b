/** Sentences that are read as they come, and handed out on demand. */
export interface SentenceBuffer {
  /** Yields the sentences in order; throws where reading failed. */
  readonly sentences: AsyncIterable<string>;
  /** Settles when the source is read to its end; rejects where reading failed. */
  readonly finished: Promise<void>;
}

/** Reads a source at once into a buffer; calls `onSentence` for each sentence. */
export function bufferSentences(
  source: AsyncIterable<string>,
  onSentence: (sentence: string) => void,
): SentenceBuffer {
  const unread: string[] = [];
  let more = Promise.withResolvers<void>();

  const read = async () => {
    for await (const sentence of source) {
      onSentence(sentence);
      unread.push(sentence);
      more.resolve();
      more = Promise.withResolvers();
    }
  };
  const finished = read();
  // The reader of the sentences gets the error.
  finished.catch(() => {});

  async function* handOut() {
    let isRead = false;
    const end = finished.finally(() => {
      isRead = true;
    });
    end.catch(() => {});
    for (;;) {
      for (let next = unread.shift(); next !== undefined; next = unread.shift()) yield next;
      if (isRead) return await finished;
      await Promise.race([more.promise, end]);
    }
  }
  return { sentences: handOut(), finished };
}
