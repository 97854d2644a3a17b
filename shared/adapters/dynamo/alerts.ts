import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Alert } from '#shared/domain/office/alert.ts';
import { failing } from '#shared/errors.ts';
import type { Alerts } from '#shared/ports/alerts.ts';
import { tables } from '#shared/tables.ts';
import { change, type DynamoDb } from './table-client.ts';
import { awaitsTelling, UNTOLD } from './untold.ts';

const table = 'alerts';
/** A quarter of a year tells how alerts are answered; the rows name no contact. */
const KEPT_DAYS = 90;
const DAY_SECONDS = 24 * 3_600;

/** `alerts` in DynamoDB. */
export function dynamoAlerts(db: DynamoDb): Alerts {
  return {
    async open({ id, ...alert }) {
      await change(db, {
        table,
        key: { id },
        set: { ...alert, ...awaitsTelling(alert.created_at), ...expiryOf(alert) },
        when: 'attribute_not_exists(#state)',
      });
    },

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
        .catch(failing('dynamodb', 'alerts were not read'));
      return Items.map(toAlert);
    },

    async find(id) {
      const command = new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true });
      const { Item } = await db.send(command).catch(failing('dynamodb', 'an alert was not read'));
      return Item && toAlert(Item);
    },

    async move({ id, state, tell_at }, to, dueAt) {
      const isDue = tell_at !== undefined;
      const moved = await change(db, {
        table,
        key: { id },
        set: { ...to, ...(dueAt !== undefined && awaitsTelling(dueAt)) },
        ...(dueAt === undefined && { remove: [UNTOLD, 'tell_at'] }),
        when: `#state = :seen AND ${isDue ? '#tell_at = :due' : 'attribute_not_exists(#tell_at)'}`,
        values: { seen: state, ...(isDue && { due: tell_at }) },
      });
      return moved && toAlert(moved);
    },
  };
}

/** Returns the TTL column, in epoch seconds. */
function expiryOf({ created_at }: Pick<Alert, 'created_at'>) {
  const expiresAt = Math.ceil(created_at / 1_000) + KEPT_DAYS * DAY_SECONDS;
  return { [tables.alerts.expiryAttribute]: expiresAt };
}

function toAlert({ [UNTOLD]: _key, expires_at: _at, ...row }: Record<string, unknown>): Alert {
  return row as Alert;
}
