/** Words that are read as they come, and given out when somebody asks for them. */
export interface ReadAhead {
  /** Gives the words in order; throws where reading failed. */
  readonly words: AsyncIterable<string>;
  /** Settles when all is read; throws where reading failed. */
  readonly finished: Promise<void>;
}

/** Reads words from now on, telling of each. */
export function readAhead(
  source: AsyncIterable<string>,
  onRead: (word: string) => void,
): ReadAhead {
  const unsaid: string[] = [];
  let more = Promise.withResolvers<void>();

  const read = async () => {
    for await (const word of source) {
      onRead(word);
      unsaid.push(word);
      more.resolve();
      more = Promise.withResolvers();
    }
  };
  const finished = read();
  // It is known to whoever reads the words.
  finished.catch(() => {});

  async function* words() {
    let isRead = false;
    const end = finished.finally(() => {
      isRead = true;
    });
    end.catch(() => {});
    for (;;) {
      for (let word = unsaid.shift(); word !== undefined; word = unsaid.shift()) yield word;
      if (isRead) return await finished;
      await Promise.race([more.promise, end]);
    }
  }
  return { words: words(), finished };
}
