import { inTime } from '#shared/deadlines.ts';

/** An older value is read again, while the known one still serves: no caller waits for a change. */
export const FRESH_MS = 60_000;
/** A value that is older still is waited for by default: a function may have slept for hours. */
const STALE_MS = 5 * 60_000;
/** A reading that failed is tried again this soon. */
const RETRY_MS = 5_000;
/** A caller may wait for the first reading, but not long. */
const READING_MS = 500;

/** A value of the store that a process keeps. */
export interface KnownValue<T> {
  /** Returns the value that is known by now. Never throws. */
  known(): T;
  /** Returns the value; the last known one if the store fails. Never throws. */
  current(): Promise<T>;
}

/** Returns a value that is read again each minute; the last known one serves if reading fails. */
export function knownValue<T>(
  initial: T,
  {
    name,
    read,
    failed,
    staleMs = STALE_MS,
    now = Date.now,
  }: {
    readonly name: string;
    readonly read: () => Promise<T>;
    readonly failed: (error: unknown) => void;
    /** The age from which the value is waited for. */
    readonly staleMs?: number | undefined;
    readonly now?: (() => number) | undefined;
  },
): KnownValue<T> {
  let known = initial;
  let askedAt = Number.NEGATIVE_INFINITY;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const refresh = async () => {
    try {
      known = await inTime('dynamodb', { name, ms: READING_MS }, read());
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
      if (at - readAt >= staleMs) await reading;
      return known;
    },
  };
}
