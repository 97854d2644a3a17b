/** 100 ms of μ-law at 8 kHz: what one message carries, and the least that OpenAI transcribes. */
const BATCH_BYTES = 800;

/** The longest utterance (15 s) with room for what precedes it; it bounds what is kept while nobody listens. */
const MAX_BATCHES = 200;

/** What was heard since the last commit, kept whole so that another session can hear it from its beginning. */
export interface LiveUtterance {
  /** The full batches in base64, in order. */
  readonly batches: readonly string[];
  /** Takes in audio, and gives the batches that it filled. */
  hear(mulaw: Uint8Array): readonly string[];
  /** Gives what fills no batch, in base64; an empty string where nothing is left. */
  rest(): string;
  /** Tells whether more was heard than is kept. */
  isTooLong(): boolean;
}

/** Begins an utterance. */
export function createLiveUtterance(): LiveUtterance {
  const batches: string[] = [];
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  return {
    batches,
    hear(mulaw) {
      if (isTooLong) return [];
      rest = Buffer.concat([rest, mulaw]);
      const filled: string[] = [];
      while (rest.length >= BATCH_BYTES) {
        filled.push(rest.toString('base64', 0, BATCH_BYTES));
        rest = rest.subarray(BATCH_BYTES);
      }
      isTooLong = batches.length + filled.length > MAX_BATCHES;
      if (isTooLong) return [];
      batches.push(...filled);
      return filled;
    },
    rest: () => rest.toString('base64'),
    isTooLong: () => isTooLong,
  };
}
