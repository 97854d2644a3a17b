import { inTime } from '#shared/deadlines.ts';

/** An older value is read again, while the known one still serves: a busy process never waits. */
export const FRESH_MS = 30_000;
/** A value that is older still is waited for, so that a change holds within a minute. */
const STALE_MS = 60_000;
/** A reading that failed is tried again this soon. */
const RETRY_MS = 5_000;
/** A caller may wait for the first reading, but not long. */
const READING_MS = 500;
/** The limit where nobody waits: defaults are wrong for an office that set its hours. */
export const UNHURRIED_MS = 5_000;

/** A value of the store that a process keeps. */
export interface KnownValue<T> {
  /** Returns the value that was read last, however old it is. Never throws. */
  known(): T;
  /** Returns a value of the last minute; the last known one if the store fails. Never throws. */
  current(): Promise<T>;
}

/** Returns a value that is at most a minute old; the last known one serves if reading fails. */
export function knownValue<T>(
  initial: T,
  {
    name,
    read,
    failed,
    readingMs = READING_MS,
    now = Date.now,
  }: {
    readonly name: string;
    readonly read: () => Promise<T>;
    readonly failed: (error: unknown) => void;
    /** The limit on one reading. */
    readonly readingMs?: number | undefined;
    readonly now?: (() => number) | undefined;
  },
): KnownValue<T> {
  let known = initial;
  let askedAt = Number.NEGATIVE_INFINITY;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const refresh = async () => {
    try {
      known = await inTime('dynamodb', { name, ms: readingMs }, read());
      readAt = now();
    } catch (error) {
      failed(error);
      askedAt = now() - FRESH_MS + RETRY_MS;
    }
  };

  return {
    known: () => known,
    async current() {
      const at = now();
      if (at - askedAt >= FRESH_MS) {
        askedAt = at;
        reading = refresh();
      }
      if (at - readAt >= STALE_MS) await reading;
      return known;
    },
  };
}
