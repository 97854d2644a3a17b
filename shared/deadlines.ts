import { DeadlineExceeded } from './errors.ts';

/** A named limit on one wait for a vendor, in ms. */
export type Deadline = { readonly name: string; readonly ms: number };

/** The deadlines of one answer of a vendor, and the signal that ends it. */
export interface Deadlines extends Disposable {
  /** Aborted by the asker, or with `DeadlineExceeded` as its reason once a deadline expires. */
  readonly signal: AbortSignal;
  /** Starts a deadline, or restarts it; `leftMs` is the rest of a wait in parts. */
  start(deadline: Deadline, leftMs?: number): void;
  /** Stops a deadline. */
  stop(deadline: Deadline): void;
  /** Returns the result of `work`. @throws signal.reason if the signal is aborted first */
  race<T>(work: Promise<T>): Promise<T>;
}

/** Creates the deadlines of one answer, which `asker` can abort too. Dispose of them to stop their timers. */
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

/** Returns the result of `work`. @throws DeadlineExceeded if the deadline expires first */
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
