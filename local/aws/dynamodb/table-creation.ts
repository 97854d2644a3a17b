import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  type Projection,
} from '@aws-sdk/client-dynamodb';
import { localAws } from '#local/aws/local-aws.ts';
import {
  type IndexDescription,
  type KeyAttribute,
  type TableDescription,
  tables,
} from '#shared/tables.ts';

/** Creates the product's tables at a DynamoDB endpoint; resolves when each is active. */
export async function createTables(endpoint: string): Promise<void> {
  const client = new DynamoDBClient({ ...localAws, endpoint });
  try {
    for (const [name, table] of Object.entries<TableDescription>(tables)) {
      await client.send(new CreateTableCommand(toCreation(name, table)));
      await untilActive(client, name);
    }
  } finally {
    client.destroy();
  }
}

function toCreation(name: string, { partitionKey, sortKey, indexes }: TableDescription) {
  const keys = [
    partitionKey,
    sortKey,
    ...indexes.flatMap((index) => [index.partitionKey, index.sortKey]),
  ].filter((key) => key !== undefined);
  const secondary = indexes.map((index) => ({
    IndexName: index.name,
    KeySchema: toKeySchema(index.partitionKey, index.sortKey),
    Projection: toProjection(index),
  }));
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST' as const,
    KeySchema: toKeySchema(partitionKey, sortKey),
    AttributeDefinitions: [...new Map(keys.map((key) => [key.name, toDefinition(key)])).values()],
    ...(secondary.length > 0 && { GlobalSecondaryIndexes: secondary }),
  };
}

function toProjection({ columns }: IndexDescription): Projection {
  if (!columns) return { ProjectionType: 'ALL' };
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: [...columns] };
}

function toKeySchema(partitionKey: KeyAttribute, sortKey?: KeyAttribute): KeySchemaElement[] {
  const partition: KeySchemaElement = { AttributeName: partitionKey.name, KeyType: 'HASH' };
  return sortKey ? [partition, { AttributeName: sortKey.name, KeyType: 'RANGE' }] : [partition];
}

function toDefinition({ name, type }: KeyAttribute): AttributeDefinition {
  return { AttributeName: name, AttributeType: type };
}

async function untilActive(client: DynamoDBClient, name: string): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  if (Table?.TableStatus !== 'ACTIVE') await untilActive(client, name);
}
