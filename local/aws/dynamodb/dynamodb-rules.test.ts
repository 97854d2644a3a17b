import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { localAws } from '#local/aws/local-aws.ts';
import { createDynamoDbStandIn, type DynamoDbOptions } from './dynamodb.ts';

const row = { TableName: 'leads', Key: { contact: { S: '+972501234567' } } };
const one = { ':one': { N: '1' } };

describe('the store', () => {
  test('takes an expression of 4,096 bytes and refuses a longer one', async () => {
    const client = await openStore();
    const update = (bytes: number) =>
      client.send(
        new UpdateItemCommand({
          ...row,
          UpdateExpression: `SET ${'a'.repeat(bytes - 'SET  = :one'.length)} = :one`,
          ExpressionAttributeValues: one,
        }),
      );
    await update(255);
    await expect(update(4_097)).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'Invalid UpdateExpression: Expression size has exceeded the maximum allowed size; expression size: 4097',
    });
    const long = `a = :one${' '.repeat(4_096 - 'a = :one'.length)}`;
    await expect(client.send(conditional(long))).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
  });

  test('takes 300 operators in an expression and refuses 301', async () => {
    const client = await openStore();
    // Each comparison is an operator, and each AND between two of them.
    const comparisons = (count: number) => Array(count).fill('a<>:one').join(' AND ');
    await client.send(conditional(comparisons(150)));
    await expect(client.send(conditional(comparisons(151)))).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'Invalid ConditionExpression: The expression contains too many operators; operator count: 301',
    });
  });

  test('refuses an empty text in the key of an index, however it is written', async () => {
    const client = await openStore();
    const Item = { call_sid: { S: 'CA1' }, contact: { S: '' }, created_at: { N: '1' } };
    const put = {
      name: 'ValidationException',
      message:
        'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by_contact, IndexKey: contact',
    };
    await expect(
      client.send(new PutItemCommand({ TableName: 'call_log', Item })),
    ).rejects.toMatchObject(put);
    await expect(
      client.send(
        new BatchWriteItemCommand({ RequestItems: { call_log: [{ PutRequest: { Item } }] } }),
      ),
    ).rejects.toMatchObject(put);
    const update = {
      TableName: 'call_log',
      Key: { call_sid: { S: 'CA1' } },
      ExpressionAttributeValues: { ':contact': { S: '' } },
    };
    for (const written of [
      { UpdateExpression: 'SET contact = :contact' },
      {
        UpdateExpression: 'SET #contact = if_not_exists(#contact, :contact)',
        ExpressionAttributeNames: { '#contact': 'contact' },
      },
    ] satisfies Partial<UpdateItemCommandInput>[]) {
      await expect(client.send(new UpdateItemCommand({ ...update, ...written }))).rejects.toThrow(
        'attempted to update a secondary index key',
      );
    }
  });

  test('shows a write in its indexes later than in its table, where it is told to', async () => {
    const client = await openStore({ indexLateMs: 500 });
    const put = (created_at: string) =>
      client.send(
        new PutItemCommand({
          TableName: 'call_log',
          Item: { call_sid: { S: 'CA1' }, contact: { S: '+972' }, created_at: { N: created_at } },
        }),
      );
    await put('1');
    expect(await moments(client)).toEqual([]);
    await expect.poll(() => moments(client), { timeout: 5_000 }).toEqual(['1']);
    await put('2');
    await put('3');
    expect(await moments(client)).toEqual(['1']);
    await expect.poll(() => moments(client), { timeout: 5_000 }).toEqual(['3']);
    await client.send(
      new DeleteItemCommand({ TableName: 'call_log', Key: { call_sid: { S: 'CA1' } } }),
    );
    expect(await moments(client)).toEqual(['3']);
    await expect.poll(() => moments(client), { timeout: 5_000 }).toEqual([]);
  });
});

async function openStore(options: DynamoDbOptions = {}): Promise<DynamoDBClient> {
  const store = await createDynamoDbStandIn(options);
  const client = new DynamoDBClient({ ...localAws, endpoint: store.endpoint, maxAttempts: 1 });
  onTestFinished(async () => {
    client.destroy();
    await store[Symbol.asyncDispose]();
  });
  return client;
}

function conditional(ConditionExpression: string) {
  return new UpdateItemCommand({
    ...row,
    UpdateExpression: 'SET b = :one',
    ConditionExpression,
    ExpressionAttributeValues: one,
  });
}

async function moments(client: DynamoDBClient) {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: 'call_log',
      IndexName: 'by_contact',
      KeyConditionExpression: 'contact = :contact',
      ExpressionAttributeValues: { ':contact': { S: '+972' } },
    }),
  );
  return Items.map(({ created_at }) => created_at?.N);
}
