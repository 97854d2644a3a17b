import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { failing } from '#shared/errors.ts';
import type { VendorChecks, VendorWords } from '#shared/ports/health.ts';
import { change, type DynamoDb } from './table-client.ts';

const table = 'call_watch';
/** A shard of its own, beside the alarms of calls, which holds one row for good. */
const key = { watch_shard: 'health', call_sid: 'vendors' };
/** The pause between two checks: half a minute late is soon enough for a canary that asks every five minutes. */
const PAUSE_MS = 30_000;

/** The last check of the vendors, in a row of `call_watch`. */
export function dynamoVendorChecks(db: DynamoDb): VendorChecks {
  return {
    async take(at) {
      const command = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
      const { Item } = await db
        .send(command)
        .catch(failing('dynamodb', 'the last check of the vendors was not read'));
      const last = Item as ({ asked_at: number } & Partial<VendorWords>) | undefined;
      const { asked_at: askedAt, openai, tts } = last ?? {};
      const words = openai && tts ? { openai, tts } : undefined;
      // Without words, the container that took the turn died or is the first one: asking again is safe.
      if (words && askedAt !== undefined && at - askedAt < PAUSE_MS) return words;
      const taken = await change(db, {
        table,
        key,
        set: { asked_at: at },
        ...(askedAt === undefined
          ? { when: 'attribute_not_exists(#asked_at)' }
          : { when: '#asked_at = :seen', values: { seen: askedAt } }),
      });
      return taken || !words ? 'ours' : words;
    },

    async keep(words) {
      await change(db, { table, key, set: words });
    },
  };
}
