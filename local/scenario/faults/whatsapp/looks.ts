import { setTimeout as sleep } from 'node:timers/promises';
import { firstLateReply, nextLateReply } from '#shared/domain/messages/late-reply.ts';
import type { Scene } from './stage.ts';

/** When somebody looks after what a customer waits for: the name of its schedule, and how long that is ahead. */
export type Look = { readonly name: string; readonly pauseMs: number };

/** A moment from which time was skipped. */
type Skip = { readonly at: number; readonly ms: number };

/** How often what Twilio has is compared with the CRM. */
export const RECONCILED_EVERY_MS = 60 * 60_000;

/** The time that passes for a customer: a clock's, and what was skipped. */
export interface CustomerTime {
  /** Lets an hour pass, and what Twilio has be compared with the CRM. */
  reconcile(): Promise<void>;
  /** Lets the looks come, each as soon as it is scheduled; says when the first has failed. */
  lookAfter(looks: readonly Look[], onFailed: () => Promise<void>): Promise<void>;
  /** How long it took, as the customer has it, until a moment. */
  elapsedMs(since: number, until: number): number;
}

/** A look that failed is scheduled again when all attempts of a sender are over. */
const SCHEDULED_DEADLINE_MS = 25_000;
const POLL_MS = 50;

/** Starts the time of a customer. */
export function createCustomerTime({ stage, customer }: Scene): CustomerTime {
  const skips: Skip[] = [];

  const isScheduled = async (name: string) => {
    const giveUpAt = Date.now() + SCHEDULED_DEADLINE_MS;
    while (Date.now() < giveUpAt) {
      if ((await stage.scheduled()).includes(name)) return true;
      await sleep(POLL_MS);
    }
    return false;
  };

  return {
    async reconcile() {
      skips.push({ at: Date.now(), ms: RECONCILED_EVERY_MS });
      customer.letPass(RECONCILED_EVERY_MS);
      await stage.world.lambda.invoke('reconcile', {});
    },
    async lookAfter(looks, onFailed) {
      for (const [index, { name, pauseMs }] of looks.entries()) {
        // What is not scheduled does not come: whoever waits for it is found waiting.
        if (!(await isScheduled(name))) return;
        if (index === 1) await onFailed();
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

/** The looks after a message, the first so many of them. */
export function looksAfter(messageSid: string, count: number): Look[] {
  const first = firstLateReply(messageSid, 0);
  const all = [{ name: first.name, pauseMs: first.at }];
  for (let attempt = 1; attempt < count; attempt++) {
    const next = nextLateReply({ messageSid, attempt }, 0);
    if (next) all.push({ name: next.name, pauseMs: next.at });
  }
  return all.slice(0, count);
}
