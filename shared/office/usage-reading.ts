import { inTime } from '#shared/deadlines.ts';
import { log } from '#shared/log.ts';

/** A ceiling protects from cost, so nobody waits longer for its count. */
const COUNT_DEADLINE = { name: 'count', ms: 500 };

/** Returns what a count of the day's use says. Returns undefined if the store is slow or fails: then no ceiling holds. */
export async function readUsage<Usage>(counting: Promise<Usage>): Promise<Usage | undefined> {
  try {
    return await inTime('dynamodb', COUNT_DEADLINE, counting);
  } catch (error) {
    log.error('usage.not-counted', error);
    log.count('CeilingsNotRead');
    return undefined;
  }
}
