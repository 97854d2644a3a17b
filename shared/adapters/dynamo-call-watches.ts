import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type CallWatch, watchShard } from '#shared/domain/call-watch.ts';
import type { CallWatches } from '#shared/ports.ts';
import { change, type DynamoDb, holds } from './dynamo-db.ts';

const table = 'call_watch';
/** DynamoDB removes rows that nobody disarmed a day after their deadline. */
const KEPT_S = 86_400;

/** `call_watch` in DynamoDB. */
export function dynamoCallWatches(db: DynamoDb): CallWatches {
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

  return {
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
      const moved = await change(db, {
        table,
        key: keyOf(callSid),
        set: { deadline_at: deadlineAt, expires_at: expiry(deadlineAt) },
        when: '#gen = :mine AND #phase = :media',
        values: { mine: gen, media: 'media' },
      });
      return moved !== undefined;
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
  };
}

function expiry(deadlineAt: number): number {
  return Math.ceil(deadlineAt / 1000) + KEPT_S;
}
