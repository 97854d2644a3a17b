import type { DynamoDb } from './table-client.ts';

/** The `Date` of an answer names the second in which it was given. */
const DATE_MS = 1_000;

/** Tells the time by the store's clock, which is the same for all machines, to within a second. */
export function storeClock(db: DynamoDb, clock: () => number): () => number {
  let aheadMs = 0;
  db.middlewareStack.add(
    (next) => async (args) => {
      const sentAt = clock();
      const result = await next(args);
      const { headers } = result.response as { headers: Record<string, string | undefined> };
      const dateAt = Date.parse(headers['date'] ?? '');
      const [leastMs, mostMs] = [dateAt - clock(), dateAt + DATE_MS - sentAt];
      // As little as the answer allows: a clock that may be right stays, and none is set beyond the store's.
      if (leastMs <= mostMs) aheadMs = Math.min(Math.max(0, leastMs), mostMs);
      return result;
    },
    // Next to the wire: each attempt, before anything is made of its answer.
    { step: 'deserialize', priority: 'low' },
  );
  return () => clock() + aheadMs;
}
