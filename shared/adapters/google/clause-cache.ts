import { createHash } from 'node:crypto';

/** A sentence as one voice speaks it. */
export type Clause = { readonly voice: string; readonly rate: number; readonly text: string };

/** Remembers how sentences sound, so that one that comes again costs neither time nor money. */
export interface ClauseCache {
  find(clause: Clause): Uint8Array | undefined;
  keep(clause: Clause, audio: Uint8Array): void;
}

/** Seventeen minutes of μ-law, some 300 sentences: what an office says again and again fits in. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Creates an empty cache, from which the audio that was longest unused goes first. */
export function createClauseCache(maxBytes = MAX_BYTES): ClauseCache {
  // A map keeps the order of insertion, so its first entry is the one longest unused.
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

/** A hash, so that what was said to callers does not stand in memory as text. */
function keyOf({ voice, rate, text }: Clause): string {
  return createHash('sha256').update(`${voice}|${rate}|${text}`).digest('base64');
}
