import { startFrameClock } from 'twilio-exchange/line/frame-clock.ts';
import { createSemaphore } from './semaphore.ts';

/** A frame clock that is later than this, in ms, shows that the machine was slow, not the product. */
export const MAX_CLOCK_LATE_MS = 100;

/** Begins the message of a measurement whose machine was late in each try. */
export const TOO_SLOW = 'The machine was too slow to measure';

/** The number of tries: one, and two repeats while the machine is late. */
const TRIES = 3;
/** Repeats wait until all first tries are over. Each may open a world, which makes the calls beside it late. */
const REPEATS_AT_ONCE = 2;

/** A measured result, with the lateness of the machine. */
export type Measured = {
  readonly ok: boolean;
  readonly problems: readonly string[];
  readonly clockLateMs: number;
};

/** A result, with the number of its tries. */
export type Tried<Result> = Result & { readonly tries: number };

/** Repeats measurements during which the machine was late. */
export interface Measurement {
  /**
   * Plays until the result is evidence, three times at most; `attempt` counts from 0.
   * The result of three late tries fails as "the machine was too slow to measure".
   */
  measure<Result extends Measured>(
    play: (attempt: number) => Promise<Result>,
    isEvidence?: (result: Result) => boolean,
  ): Promise<Tried<Result>>;
}

/** Starts a measurement of many plays; the first repeat begins after every first try. */
export function createMeasurement(): Measurement {
  const repeat = createSemaphore(REPEATS_AT_ONCE);
  let firstTries = 0;
  let calm = Promise.withResolvers<void>();
  calm.resolve();

  const firstTry = async <Result>(play: () => Promise<Result>): Promise<Result> => {
    if (firstTries === 0) calm = Promise.withResolvers();
    firstTries += 1;
    try {
      return await play();
    } finally {
      firstTries -= 1;
      if (firstTries === 0) calm.resolve();
    }
  };

  return {
    async measure(play, isEvidence = wasOnTime) {
      let result = await firstTry(() => watched(() => play(0)));
      let tries = 1;
      while (!isEvidence(result) && tries < TRIES) {
        await calm.promise;
        result = await repeat(() => watched(() => play(tries)));
        tries += 1;
      }
      return isEvidence(result) ? { ...result, tries } : { ...result, ...tooSlow(result), tries };
    },
  };
}

/** Adds to a failed result the lateness before and after its call: its vendors may have been late, too. */
async function watched<Result extends Measured>(play: () => Promise<Result>): Promise<Result> {
  const clock = startFrameClock(() => {});
  try {
    const result = await play();
    if (result.ok) return result;
    return { ...result, clockLateMs: Math.max(result.clockLateMs, Math.round(clock.maxLateMs)) };
  } finally {
    clock.stop();
  }
}

/** Returns whether the machine was on time during a play, so that its silences are the product's. */
export function wasOnTime({ clockLateMs }: Measured): boolean {
  return clockLateMs <= MAX_CLOCK_LATE_MS;
}

function tooSlow({ clockLateMs }: Measured): Pick<Measured, 'ok' | 'problems'> {
  const late = `its frame clock was ${clockLateMs} ms late in the last of ${TRIES} tries`;
  return { ok: false, problems: [`${TOO_SLOW}: ${late}`] };
}
