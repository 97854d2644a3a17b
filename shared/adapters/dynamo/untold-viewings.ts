import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import { failing } from '#shared/errors.ts';
import type { UntoldViewings } from '#shared/ports/untold-viewings.ts';
import { change, type DynamoDb } from './table-client.ts';
import { awaitsTelling, UNTOLD } from './untold.ts';
import { viewingRows } from './viewing-rows.ts';

const table = 'viewings';

/** The viewings whose brokers are still to be told: the index `by_telling` of `viewings`. */
export function dynamoUntoldViewings(db: DynamoDb): UntoldViewings {
  const rows = viewingRows(db);

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
        .catch(failing('dynamodb', 'untold viewings were not read'));
      return Items as Viewing[];
    },

    async begin({ id, at, tell_at, source_id }, message) {
      const told = (await rows.find(id))?.told ?? [];
      const isNoted = told.some(
        ({ broker, way }) => broker === message.broker && way === message.way,
      );
      const begun = await change(db, {
        table,
        key: { id },
        set: { told: isNoted ? told : [...told, message] },
        ahead: at,
        when: '#tell_at = :seen AND #source_id = :source',
        values: { seen: tell_at, source: source_id },
      });
      return begun !== undefined;
    },

    async settle({ id, at, tell_at, source_id }, until) {
      const settled = await change(db, {
        table,
        key: { id },
        ...(until === undefined ? { remove: [UNTOLD, 'tell_at'] } : { set: { tell_at: until } }),
        // A viewing ahead must not expire before it takes place.
        ahead: at,
        when: '#tell_at = :seen AND #source_id = :source',
        values: { seen: tell_at, source: source_id },
      });
      return settled !== undefined;
    },

    async retell(id, at) {
      const viewing = await rows.find(id);
      if (!viewing) return;
      await change(db, {
        table,
        key: { id },
        set: awaitsTelling(at),
        ahead: viewing.at,
        when: 'attribute_exists(#status)',
      });
    },
  };
}
