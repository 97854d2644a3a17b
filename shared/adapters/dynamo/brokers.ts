import { PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Broker } from '#shared/domain/office/broker.ts';
import { failing } from '#shared/errors.ts';
import type { Brokers } from '#shared/ports/brokers.ts';
import type { DynamoDb } from './table-client.ts';

const table = 'brokers';

/** `brokers` in DynamoDB: an office has a handful of people, so one page holds them all. */
export function dynamoBrokers(db: DynamoDb): Brokers {
  return {
    async all() {
      const scan = paginateScan({ client: db }, { TableName: table, ConsistentRead: true });
      const pages = await Array.fromAsync(scan).catch(failing('dynamodb', 'brokers was not read'));
      return pages.flatMap(({ Items = [] }) => Items as Broker[]);
    },

    async put(broker) {
      await db
        .send(new PutCommand({ TableName: table, Item: broker }))
        .catch(failing('dynamodb', 'brokers was not written'));
    },
  };
}
