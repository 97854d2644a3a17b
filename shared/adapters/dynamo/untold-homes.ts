import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { failing } from '#shared/errors.ts';
import type { UntoldHome, UntoldHomes } from '#shared/ports/alerts.ts';
import { change, type DynamoDb } from './table-client.ts';
import { UNTOLD } from './untold.ts';

const table = 'listings';

/** The homes with news that nobody was asked about: the index `by_telling` of `listings`. */
export function dynamoUntoldHomes(db: DynamoDb): UntoldHomes {
  return {
    async due(at, limit) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: 'by_telling',
        KeyConditionExpression: '#untold = :untold AND tell_at <= :at',
        ExpressionAttributeNames: { '#untold': UNTOLD },
        ExpressionAttributeValues: { ':untold': UNTOLD, ':at': at },
        Limit: limit,
      });
      const { Items = [] } = await db
        .send(command)
        .catch(failing('dynamodb', 'homes with news were not read'));
      return Items as UntoldHome[];
    },

    async settle({ id, tell_at, news }, until) {
      await change(db, {
        table,
        key: { id },
        ...(until === undefined ? { remove: [UNTOLD, 'tell_at'] } : { set: { tell_at: until } }),
        when: '#tell_at = :seen AND #news.#at = :of',
        values: { seen: tell_at, of: news?.at },
      });
    },
  };
}
