import type { EndedBy } from '../line/line-event.ts';
import type { Step } from './step.ts';

/** Why a verb is to stop before its end. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly by: 'hang-up' | 'redirect' | undefined;
}

/** Breaks into whatever a call is doing: to end it, or to make it do something else. */
export interface Interrupter extends Interruption {
  readonly endedBy: EndedBy | undefined;
  hangUp(by: EndedBy): void;
  redirect(to: Step): void;
  /** Takes the step a redirect asked for, and is ready for the next interruption. */
  takeRedirect(): Step | undefined;
}

/** Waits for something, but not beyond an interruption. */
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

/** Creates an interrupter nobody has used yet; a hang-up is final, a redirect can be overtaken. */
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
