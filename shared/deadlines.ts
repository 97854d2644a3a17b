import { DeadlineExceeded } from './errors.ts';

/** A named limit on one wait for a vendor. */
export type Deadline = { readonly name: string; readonly ms: number };

/** The limits on one answer of a vendor, and the signal that ends it. */
export interface Deadlines extends Disposable {
  /** Aborted by the asker, or with `DeadlineExceeded` as its reason once a started deadline runs out. */
  readonly signal: AbortSignal;
  /** Starts a deadline, or starts it afresh; or with what is left of it, where it is waited for in parts. */
  start(deadline: Deadline, leftMs?: number): void;
  /** Stops a deadline: what it waited for has come. */
  stop(deadline: Deadline): void;
  /** Waits for `work`, but not longer than the signal allows; then throws the signal's reason. */
  race<T>(work: Promise<T>): Promise<T>;
}

/** Watches over one answer of a vendor for as long as the asker wants it. */
export function watchDeadlines(vendor: Vendor, asker: AbortSignal): Deadlines {
  const late = new AbortController();
  const signal = AbortSignal.any([asker, late.signal]);
  const timers = new Map<string, NodeJS.Timeout>();

  function stop({ name }: Deadline): void {
    clearTimeout(timers.get(name));
    timers.delete(name);
  }
  return {
    signal,
    start(deadline, leftMs = deadline.ms) {
      stop(deadline);
      const { name, ms } = deadline;
      const giveUp = () => late.abort(new DeadlineExceeded(vendor, name, ms));
      timers.set(name, setTimeout(giveUp, leftMs));
    },
    stop,
    race: (work) => orAborted(work, signal),
    [Symbol.dispose]() {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

/** Waits for an answer of a vendor, but no longer than a deadline. */
export async function inTime<T>(vendor: Vendor, deadline: Deadline, work: Promise<T>): Promise<T> {
  using deadlines = watchDeadlines(vendor, new AbortController().signal);
  deadlines.start(deadline);
  return await deadlines.race(work);
}

/** Settles as `work` does, or rejects with the signal's reason if that comes first. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (signal.aborted) abort();
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

type Vendor = ConstructorParameters<typeof DeadlineExceeded>[0];
