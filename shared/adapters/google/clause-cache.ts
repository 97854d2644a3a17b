import { createHash } from 'node:crypto';

/** A sentence as one voice speaks it. */
export type Clause = { readonly voice: string; readonly rate: number; readonly text: string };

/** A cache of spoken sentences: a repeated one costs neither time nor money. */
export interface ClauseCache {
  /** Returns the audio, as μ-law bytes at 8 kHz; undefined if it is not cached. */
  find(clause: Clause): Uint8Array | undefined;
  /** Caches the audio, evicting the least recently used. */
  keep(clause: Clause, audio: Uint8Array): void;
}

/** Seventeen minutes of μ-law, about 300 sentences: room for all that an office repeats. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Creates an empty LRU cache. */
export function createClauseCache(maxBytes = MAX_BYTES): ClauseCache {
  // A map keeps the order of insertion, so its first entry is the least recently used.
  const entries = new Map<string, Uint8Array>();
  let bytes = 0;

  function drop(key: string): void {
    bytes -= entries.get(key)?.length ?? 0;
    entries.delete(key);
  }

  return {
    find(clause) {
      const key = keyOf(clause);
      const audio = entries.get(key);
      if (audio) {
        entries.delete(key);
        entries.set(key, audio);
      }
      return audio;
    },
    keep(clause, audio) {
      const key = keyOf(clause);
      drop(key);
      if (audio.length > maxBytes) return;
      entries.set(key, audio);
      bytes += audio.length;
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break;
        drop(oldest);
      }
    },
  };
}

/** Returns a hash, so that words said to callers are not kept in memory as text. */
function keyOf({ voice, rate, text }: Clause): string {
  return createHash('sha256').update(`${voice}|${rate}|${text}`).digest('base64');
}
