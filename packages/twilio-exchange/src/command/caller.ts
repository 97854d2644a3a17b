import { FRAME_MS, levelDbfs } from '@agent-locator/audio/mulaw.ts';
import type { PhoneCall } from '../call/phone-call.ts';
import { AUDIBLE_DBFS } from '../line/dead-air.ts';
import type { CallerStep } from './options.ts';

/** How a caller goes through the steps. */
export type CallerManner = {
  /** Whether each step waits until the application has sounded and paused. */
  readonly awaitsTurns: boolean;
  /** Whether the caller hangs up after the last step. */
  readonly hangsUp: boolean;
  onStep(step: CallerStep): void;
};

/** A pause of the application after which it is the caller's turn. */
const PAUSE_MS = 1_000;
/** The silence after which a caller acts, though the application has not sounded. */
const PATIENCE_MS = 10_000;

/** Carries out the steps of a caller; settles when they are done or the call is over. */
export async function actAsCaller(
  call: PhoneCall,
  steps: Iterable<CallerStep> | AsyncIterable<CallerStep>,
  { awaitsTurns, hangsUp, onStep }: CallerManner,
): Promise<void> {
  const over = call.ended.then(() => 'over' as const);
  const turns = createTurns(call);
  const iterator = toAsync(steps)[Symbol.asyncIterator]();
  for (;;) {
    const next = await Promise.race([iterator.next(), over]);
    if (next === 'over') return;
    if (next.done) break;
    if (awaitsTurns && (await Promise.race([turns.next(), over])) === 'over') return;
    onStep(next.value);
    await carryOut(next.value, call);
    turns.begin();
  }
  if (!hangsUp) return;
  if (awaitsTurns && (await Promise.race([turns.next(), over])) === 'over') return;
  onStep({ kind: 'hang-up' });
  call.hangUp();
}

async function carryOut(step: CallerStep, call: PhoneCall): Promise<void> {
  switch (step.kind) {
    case 'speak':
      return call.speak(step.mulaw);
    case 'press':
      return call.press(step.keys);
    case 'hang-up':
      return call.hangUp();
  }
}

/** Watches a call for the caller's turns. */
function createTurns(call: PhoneCall) {
  let hasSounded = false;
  let silentMs = 0;
  let waiting: (() => void) | undefined;
  const isTurn = () => silentMs >= (hasSounded ? PAUSE_MS : PATIENCE_MS);
  call.subscribe((event) => {
    if (event.type !== 'heard') return;
    const isAudible = levelDbfs(event.frame) > AUDIBLE_DBFS;
    hasSounded ||= isAudible;
    silentMs = isAudible ? 0 : silentMs + FRAME_MS;
    if (isTurn()) waiting?.();
  });
  return {
    /** Settles at the caller's next turn. */
    async next() {
      if (isTurn()) return;
      await new Promise<void>((resolve) => {
        waiting = resolve;
      });
    },
    /** Forgets the turn that was used. */
    begin() {
      hasSounded = false;
      silentMs = 0;
    },
  };
}

async function* toAsync<Value>(values: Iterable<Value> | AsyncIterable<Value>) {
  yield* values;
}
