import type { DynamoDb } from './table-client.ts';

/** The `Date` header is truncated to whole seconds. */
const DATE_MS = 1_000;

/** Returns a clock in epoch ms that follows the store's, the same for all machines to within a second. */
export function storeClock(db: DynamoDb, clock: () => number): () => number {
  let aheadMs = 0;
  db.middlewareStack.add(
    (next) => async (args) => {
      const sentAt = clock();
      const result = await next(args);
      const { headers } = result.response as { headers: Record<string, string | undefined> };
      const dateAt = Date.parse(headers['date'] ?? '');
      const [leastMs, mostMs] = [dateAt - clock(), dateAt + DATE_MS - sentAt];
      // The smallest correction that fits the answer: a clock that may be right stays; none gets ahead of the store's.
      if (leastMs <= mostMs) aheadMs = Math.min(Math.max(0, leastMs), mostMs);
      return result;
    },
    // Next to the wire, so that it sees the raw answer of each attempt.
    { step: 'deserialize', priority: 'low' },
  );
  return () => clock() + aheadMs;
}
