import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { failing } from '#shared/errors.ts';
import type { CallCards } from '#shared/ports/cards.ts';
import { change, type DynamoDb } from './table-client.ts';

const table = 'call_log';

/** The columns of a call that waits for its card: the key of the sparse index `by_card`. */
export function awaitsCard(at: number): {
  readonly uncarded: 'uncarded';
  readonly card_at: number;
} {
  return { uncarded: 'uncarded', card_at: at };
}

/** The cards of calls in DynamoDB: columns of `call_log`, and its index `by_card`. */
export function dynamoCallCards(db: DynamoDb): CallCards {
  return {
    async due(at, limit) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: 'by_card',
        KeyConditionExpression: 'uncarded = :uncarded AND card_at <= :at',
        ExpressionAttributeValues: { ':uncarded': 'uncarded', ':at': at },
        Limit: limit,
      });
      const { Items = [] } = await db
        .send(command)
        .catch(failing('dynamodb', 'calls without a card were not read'));
      return Items as CallLog[];
    },

    async begin({ call_sid, card_at }, until) {
      const begun = await change(db, {
        table,
        key: { call_sid },
        set: { card_at: until },
        when: '#card_at = :seen AND attribute_not_exists(#erased_at)',
        values: { seen: card_at },
      });
      return begun !== undefined;
    },

    async keep(callSid, card) {
      await change(db, {
        table,
        key: { call_sid: callSid },
        set: { card },
        remove: ['uncarded', 'card_at'],
        when: 'attribute_exists(#card_at) AND attribute_not_exists(#erased_at)',
      });
    },
  };
}
