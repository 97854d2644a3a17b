/** 100 ms of μ-law at 8 kHz: one message, and the least audio that OpenAI transcribes. */
const BATCH_BYTES = 800;

/** The longest utterance (15 s) with room for audio before it; it bounds the memory while no session listens. */
const MAX_BATCHES = 200;

/** The audio since the last commit, kept whole so that another session can hear it from its beginning. */
export interface LiveUtterance {
  /** The full batches in base64, in order. */
  readonly batches: readonly string[];
  /** Takes in μ-law bytes at 8 kHz, and returns the batches that they filled, in base64. */
  hear(mulaw: Uint8Array): readonly string[];
  /** Returns the audio after the last full batch, in base64; an empty string if nothing is left. */
  rest(): string;
  /** Returns whether the utterance exceeds the limit; its audio is incomplete then. */
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
