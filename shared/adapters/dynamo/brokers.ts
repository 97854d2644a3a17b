import { GetCommand, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Broker } from '#shared/domain/office/broker.ts';
import { failing } from '#shared/errors.ts';
import type { Brokers } from '#shared/ports/brokers.ts';
import { type DynamoDb, holds } from './table-client.ts';

const table = 'brokers';

/** `brokers` in DynamoDB: an office has a handful of people, so one page holds them all. */
export function dynamoBrokers(db: DynamoDb): Brokers {
  return {
    async all() {
      const scan = paginateScan({ client: db }, { TableName: table, ConsistentRead: true });
      const pages = await Array.fromAsync(scan).catch(failing('dynamodb', 'brokers was not read'));
      return pages.flatMap(({ Items = [] }) => Items as Broker[]);
    },

    async find(id) {
      const command = new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true });
      const { Item } = await db.send(command).catch(failing('dynamodb', 'brokers was not read'));
      return Item as Broker | undefined;
    },

    put(broker, seen) {
      const command = new PutCommand({
        TableName: table,
        Item: broker,
        ConditionExpression: seen ? 'updated_at = :seen' : 'attribute_not_exists(id)',
        ...(seen && { ExpressionAttributeValues: { ':seen': seen.updated_at } }),
      });
      return holds(db.send(command));
    },
  };
}
