import { waitUntil } from '#local/polling.ts';
import { firstLateReply, nextLateReply } from '#shared/domain/messages/late-reply.ts';
import type { Scene } from './stage.ts';

/** A scheduled attempt at an answer: the name of its schedule, and the time until it is due. */
export type Attempt = { readonly name: string; readonly pauseMs: number };

/** A moment (epoch milliseconds) at which time was skipped. */
type Skip = { readonly at: number; readonly ms: number };

/** The interval of `reconcile`. */
export const RECONCILED_EVERY_MS = 60 * 60_000;

/** The time that passes for a customer: the clock's, plus the time that was skipped. */
export interface CustomerClock {
  /** Skips an hour and runs `reconcile`. */
  reconcile(): Promise<void>;
  /** Skips to each attempt as soon as it is scheduled; calls back when the first has failed. */
  passAttempts(attempts: readonly Attempt[], onFirstFailed: () => Promise<void>): Promise<void>;
  /** Returns the milliseconds between two moments as the customer experiences them. */
  elapsedMs(since: number, until: number): number;
}

/** A failed attempt schedules the next one once the sender has given up its retries. */
const SCHEDULED_DEADLINE_MS = 25_000;

/** Creates the clock of a customer, without skipped time. */
export function createCustomerClock({ stage, customer }: Scene): CustomerClock {
  const skips: Skip[] = [];

  const isScheduled = (name: string) =>
    waitUntil(async () => (await stage.scheduled()).includes(name), Boolean, SCHEDULED_DEADLINE_MS);

  return {
    async reconcile() {
      skips.push({ at: Date.now(), ms: RECONCILED_EVERY_MS });
      customer.letPass(RECONCILED_EVERY_MS);
      await stage.world.lambda.invoke('reconcile', {});
    },
    async passAttempts(attempts, onFirstFailed) {
      for (const [index, { name, pauseMs }] of attempts.entries()) {
        // Without its schedule an attempt never comes; the promises then show the missing answer.
        if (!(await isScheduled(name))) return;
        if (index === 1) await onFirstFailed();
        skips.push({ at: Date.now(), ms: pauseMs });
        await stage.skip(pauseMs, customer.number);
      }
    },
    elapsedMs: (since, until) =>
      skips
        .filter(({ at }) => at >= since && at < until)
        .reduce((sum, { ms }) => sum + ms, until - since),
  };
}

/** Returns the first `count` attempts at a late reply to a message. */
export function attemptsAfter(messageSid: string, count: number): Attempt[] {
  const first = firstLateReply(messageSid, 0);
  const all = [{ name: first.name, pauseMs: first.at }];
  for (let attempt = 1; attempt < count; attempt++) {
    const next = nextLateReply({ messageSid, attempt }, 0);
    if (next) all.push({ name: next.name, pauseMs: next.at });
  }
  return all.slice(0, count);
}
