import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SettingsTexts } from '#shared/domain/office/settings-fields.ts';
import { failing } from '#shared/errors.ts';
import type { SettingsStore } from '#shared/ports/office.ts';
import { type DynamoDb, holds } from './table-client.ts';

const table = 'office';
const ID = 'settings';

/** The row `settings` of the table `office`. */
export function dynamoOfficeSettings(db: DynamoDb): SettingsStore {
  return {
    async read() {
      const command = new GetCommand({ TableName: table, Key: { id: ID }, ConsistentRead: true });
      const { Item } = await db.send(command).catch(failing('dynamodb', 'office was not read'));
      return {
        version: Number(Item?.['version'] ?? 0),
        texts: (Item?.['texts'] ?? {}) as SettingsTexts,
      };
    },

    write({ version, texts }, at) {
      const put = new PutCommand({
        TableName: table,
        Item: { id: ID, version: version + 1, texts, updated_at: at },
        ConditionExpression:
          version === 0 ? 'attribute_not_exists(#version)' : '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ...(version > 0 && { ExpressionAttributeValues: { ':version': version } }),
      });
      return holds(db.send(put));
    },
  };
}
