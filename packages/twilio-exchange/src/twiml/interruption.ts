import type { EndedBy } from '../line/line-event.ts';
import type { Step } from './step.ts';

/** The interruption of a verb before its end. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly by: 'hang-up' | 'redirect' | undefined;
}

/** Interrupts the verb of a call, to end the call or to redirect it. */
export interface Interrupter extends Interruption {
  readonly endedBy: EndedBy | undefined;
  hangUp(by: EndedBy): void;
  redirect(to: Step): void;
  /** Takes the step of a redirect, and resets the signal for the next interruption. */
  takeRedirect(): Step | undefined;
}

/** Settles with the promise, or with undefined when the signal aborts first. */
export async function unlessInterrupted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
): Promise<Value | undefined> {
  const { promise: interrupted, resolve } = Promise.withResolvers<undefined>();
  const onAbort = () => resolve(undefined);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  return Promise.race([promise, interrupted]).finally(() =>
    signal.removeEventListener('abort', onAbort),
  );
}

/** Creates an unused interrupter; a hang-up is final, a redirect replaces the one before. */
export function createInterrupter(): Interrupter {
  let controller = new AbortController();
  let endedBy: EndedBy | undefined;
  let target: Step | undefined;
  return {
    get signal() {
      return controller.signal;
    },
    get by() {
      if (endedBy) return 'hang-up';
      return target && 'redirect';
    },
    get endedBy() {
      return endedBy;
    },
    hangUp(by) {
      endedBy ??= by;
      controller.abort();
    },
    redirect(to) {
      target = to;
      controller.abort();
    },
    takeRedirect() {
      if (endedBy || !target) return undefined;
      const taken = target;
      target = undefined;
      controller = new AbortController();
      return taken;
    },
  };
}
