import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { type CallWatch, watchShard, watchShards } from '#shared/domain/calls/call-watch.ts';
import type { Sweep } from '#shared/domain/calls/watchdog.ts';
import { failing } from '#shared/errors.ts';
import type { CallWatches } from '#shared/ports/calls.ts';
import { storeClock } from './store-clock.ts';
import { change, type DynamoDb, holds } from './table-client.ts';

const table = 'call_watch';
/** DynamoDB's TTL removes rows that were never disarmed, a day after their deadline. */
const KEPT_S = 86_400;
/** The last sweep has a shard of its own, so that heartbeats never throttle it. */
const sweepKey = { watch_shard: 'sweep', call_sid: 'last' };
/** Holds while the claim is in force: no later claim has moved the deadline. */
const isClaimed = '#gen = :gen AND #phase = :redirecting AND #deadline_at = :until';

/** `call_watch` in DynamoDB, by this machine's clock as corrected by the store's. */
export function dynamoCallWatches(db: DynamoDb, clock = Date.now): CallWatches {
  const keyOf = (callSid: string) => ({ watch_shard: watchShard(callSid), call_sid: callSid });

  const put = (row: Omit<CallWatch, 'watch_shard'>, when: string) =>
    holds(
      db.send(
        new PutCommand({
          TableName: table,
          Item: { ...row, ...keyOf(row.call_sid), expires_at: expiry(row.deadline_at) },
          ConditionExpression: `attribute_not_exists(#gen) OR ${when}`,
          ExpressionAttributeNames: { '#gen': 'gen' },
          ExpressionAttributeValues: { ':gen': row.gen },
        }),
      ),
    );

  const ofShard = async (shard: string, at: number) => {
    const query = {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'watch_shard = :shard',
      FilterExpression: 'deadline_at <= :at OR former_deadline_at <= :at',
      ExpressionAttributeValues: { ':shard': shard, ':at': at },
    };
    const rows: CallWatch[] = [];
    for await (const { Items = [] } of paginateQuery({ client: db }, query)) {
      rows.push(...(Items as CallWatch[]));
    }
    return rows;
  };

  return {
    now: storeClock(db, clock),

    async arm(callSid, gen, deadlineAt) {
      await put({ call_sid: callSid, gen, phase: 'start', deadline_at: deadlineAt }, '#gen < :gen');
    },

    async attach(callSid, gen, deadlineAt) {
      await put(
        { call_sid: callSid, gen, phase: 'media', deadline_at: deadlineAt },
        '#gen <= :gen',
      );
    },

    async beat(callSid, gen, deadlineAt) {
      return holds(
        db.send(
          new UpdateCommand({
            TableName: table,
            Key: keyOf(callSid),
            UpdateExpression:
              'SET former_deadline_at = deadline_at, deadline_at = :deadline_at, expires_at = :expires_at',
            ConditionExpression: 'gen = :gen AND phase = :media',
            ExpressionAttributeValues: {
              ':gen': gen,
              ':media': 'media',
              ':deadline_at': deadlineAt,
              ':expires_at': expiry(deadlineAt),
            },
          }),
        ),
      );
    },

    async hasten(callSid, gen, deadlineAt) {
      await change(db, {
        table,
        key: keyOf(callSid),
        set: { deadline_at: deadlineAt },
        when: '#gen = :mine AND #phase <> :redirecting AND #deadline_at > :set_deadline_at',
        values: { mine: gen, redirecting: 'redirecting' },
      });
    },

    async disarm(callSid) {
      await holds(db.send(new DeleteCommand({ TableName: table, Key: keyOf(callSid) })));
    },

    async read(at) {
      const shards = await Promise.all(watchShards.map((shard) => ofShard(shard, at))).catch(
        failing('dynamodb', 'the alarms were not read'),
      );
      const rows = shards.flat().sort((a, b) => a.deadline_at - b.deadline_at);
      return {
        due: rows.filter(({ deadline_at }) => deadline_at <= at),
        revived: rows.filter(({ deadline_at }) => deadline_at > at),
      };
    },

    async claim({ call_sid, gen, deadline_at, attempts = 0 }, reason, until) {
      const claimed = await change(db, {
        table,
        key: keyOf(call_sid),
        set: { phase: 'redirecting', deadline_at: until, reason, attempts: attempts + 1 },
        when: '#deadline_at = :seen AND #gen = :mine',
        values: { seen: deadline_at, mine: gen },
      });
      return claimed as CallWatch | undefined;
    },

    async rearm({ call_sid, gen, deadline_at }, deadlineAt) {
      await change(db, {
        table,
        key: keyOf(call_sid),
        set: { deadline_at: deadlineAt },
        when: isClaimed,
        values: { gen, redirecting: 'redirecting', until: deadline_at },
      });
    },

    async release({ call_sid, gen, deadline_at }) {
      await holds(
        db.send(
          new DeleteCommand({
            TableName: table,
            Key: keyOf(call_sid),
            ConditionExpression: isClaimed,
            ExpressionAttributeNames: {
              '#gen': 'gen',
              '#phase': 'phase',
              '#deadline_at': 'deadline_at',
            },
            ExpressionAttributeValues: {
              ':gen': gen,
              ':redirecting': 'redirecting',
              ':until': deadline_at,
            },
          }),
        ),
      );
    },

    async lastSweep() {
      const command = new GetCommand({ TableName: table, Key: sweepKey, ConsistentRead: true });
      const { Item } = await db
        .send(command)
        .catch(failing('dynamodb', 'the last sweep was not read'));
      return Item as Sweep | undefined;
    },

    async noteSweep(seen, sweep) {
      const noted = await change(db, {
        table,
        key: sweepKey,
        set: sweep,
        ...(seen
          ? { when: '#last_at = :seen', values: { seen: seen.last_at } }
          : { when: 'attribute_not_exists(#last_at)' }),
      });
      return noted !== undefined;
    },
  };
}

function expiry(deadlineAt: number): number {
  return Math.ceil(deadlineAt / 1000) + KEPT_S;
}
