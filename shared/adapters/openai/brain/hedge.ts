import { setTimeout as sleep } from 'node:timers/promises';
import { APIError } from 'openai';
import { log } from '#shared/log.ts';
import type { ModelClock } from './clock.ts';

/** Asks the question once, until the signal is aborted. */
type Ask<Piece> = (signal: AbortSignal) => AsyncIterable<Piece>;

/** A hedged request: asks again if the first attempt is late, or fails before its first piece. The attempt that answers first is read to its end, the other aborted. */
export async function* hedged<Piece>(ask: Ask<Piece>, clock: ModelClock): AsyncGenerator<Piece> {
  const firstWords = { name: 'first words', ms: clock.deadlinesMs.firstWords };
  const nextWords = { name: 'next words', ms: clock.deadlinesMs.nextWords };
  const attempts: Attempt<Piece>[] = [];
  const begin = () => {
    const attempt = attemptOf(ask, clock.signal);
    attempts.push(attempt);
    return attempt;
  };
  try {
    const first = begin();
    const trouble = await clock.wait(undefined, troubleOf(first, firstWords.ms));
    if (trouble) {
      log.warn('brain.hedged', { reason: trouble });
      begin();
    }
    const winner = trouble ? await clock.wait(firstWords, firstToSpeak(attempts)) : first;
    for (const attempt of attempts) if (attempt !== winner) attempt.leave();

    let next = await winner.first;
    while (!next.done) {
      yield next.value;
      next = await clock.wait(nextWords, winner.next());
    }
  } finally {
    for (const attempt of attempts) attempt.leave();
  }
}

type Attempt<Piece> = {
  readonly first: Promise<IteratorResult<Piece>>;
  next(): Promise<IteratorResult<Piece>>;
  leave(): void;
};

function attemptOf<Piece>(ask: Ask<Piece>, signal: AbortSignal): Attempt<Piece> {
  const left = new AbortController();
  const pieces = ask(AbortSignal.any([signal, left.signal]))[Symbol.asyncIterator]();
  const first = pieces.next();
  // An aborted attempt fails without a reader.
  first.catch(() => {});
  return { first, next: () => pieces.next(), leave: () => left.abort() };
}

/** Returns why to ask again; undefined once the first piece is here. Throws an error that asking again would only repeat. */
async function troubleOf<Piece>(
  { first }: Attempt<Piece>,
  patienceMs: number,
): Promise<'late' | 'failed' | undefined> {
  const enough = new AbortController();
  const heard = first.then(
    () => undefined,
    async (error: unknown) => {
      if (!isPassing(error)) throw error;
      await sleep(Math.min(retryAfterMs(error), patienceMs), undefined, { ref: false });
      return 'failed' as const;
    },
  );
  const late = sleep(patienceMs, 'late' as const, { signal: enough.signal });
  late.catch(() => {});
  try {
    return await Promise.race([heard, late]);
  } finally {
    enough.abort();
  }
}

/** Returns the attempt whose first piece comes first. Throws the error of the last if all fail. */
async function firstToSpeak<Piece>(attempts: readonly Attempt<Piece>[]): Promise<Attempt<Piece>> {
  try {
    return await Promise.any(attempts.map((attempt) => attempt.first.then(() => attempt)));
  } catch (error) {
    throw (error as AggregateError).errors.at(-1);
  }
}

/** Refusals of a valid request: timeout, conflict, rate limit. */
const PASSING_REFUSALS: readonly unknown[] = [408, 409, 429];

function isPassing(error: unknown): boolean {
  const isRefusal = error instanceof APIError && error.status >= 400 && error.status < 500;
  return !isRefusal || PASSING_REFUSALS.includes(error.status);
}

/** Returns for how many ms OpenAI asks to wait before a retry; 0 if it does not ask. */
function retryAfterMs(error: unknown): number {
  const headers = error instanceof APIError ? error.headers : undefined;
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  return [ms, seconds * 1_000].find((wait) => wait >= 0) ?? 0;
}
