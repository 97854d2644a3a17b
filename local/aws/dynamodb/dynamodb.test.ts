import { once } from 'node:events';
import { connect } from 'node:net';
import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { localAws } from '#local/aws/local-aws.ts';
import { createDynamoDbStandIn } from './dynamodb.ts';

test('every table stands with its keys and indexes', async () => {
  await using store = await createDynamoDbStandIn();
  using client = clientOf(store.endpoint);
  const { TableNames } = await client.send(new ListTablesCommand());
  const { Table } = await client.send(new DescribeTableCommand({ TableName: 'call_log' }));

  expect(TableNames).toEqual([
    ...['alerts', 'brokers', 'call_log', 'call_turn', 'call_watch', 'days', 'interactions'],
    ...['leads', 'listings', 'office', 'opt_outs', 'tasks', 'tellings', 'usage', 'viewings'],
  ]);
  expect(Table?.TableStatus).toBe('ACTIVE');
  expect(Table?.KeySchema).toEqual([{ AttributeName: 'call_sid', KeyType: 'HASH' }]);
  expect(Table?.GlobalSecondaryIndexes?.map((index) => index.IndexName).sort()).toEqual([
    'by_card',
    'by_contact',
    'by_day',
  ]);
});

test('the calls of a contact are found in the order of their moments', async () => {
  await using store = await createDynamoDbStandIn();
  using client = clientOf(store.endpoint);
  for (const [sid, at] of [
    ['CA2', '2000'],
    ['CA10', '10000'],
    ['CA1', '1000'],
  ] as const) {
    await client.send(
      new PutItemCommand({
        TableName: 'call_log',
        Item: { call_sid: { S: sid }, contact: { S: '+972501234567' }, created_at: { N: at } },
      }),
    );
  }

  const { Items } = await client.send(
    new QueryCommand({
      TableName: 'call_log',
      IndexName: 'by_contact',
      KeyConditionExpression: 'contact = :c',
      ExpressionAttributeValues: { ':c': { S: '+972501234567' } },
    }),
  );

  expect(Items?.map((item) => item.call_sid?.S)).toEqual(['CA1', 'CA2', 'CA10']);
});

test('a condition takes no longer the deeper its parentheses are nested', async () => {
  await using store = await createDynamoDbStandIn();
  using client = clientOf(store.endpoint);
  const [open, close] = ['(call_sid <> :sid OR '.repeat(12), ')'.repeat(12)];
  const put = new PutItemCommand({
    TableName: 'call_log',
    Item: { call_sid: { S: 'CA1' } },
    ConditionExpression: `${open}attribute_not_exists(call_sid)${close}`,
    ExpressionAttributeValues: { ':sid': { S: 'CA1' } },
  });

  await client.send(put);
  await expect(client.send(put)).rejects.toThrow(ConditionalCheckFailedException);
});

test('50 racing conditional puts have one winner', async () => {
  await using store = await createDynamoDbStandIn();
  using client = clientOf(store.endpoint);
  const racers = Array.from({ length: 50 }, (_, racer) => putOnce(client, String(racer)));

  const results = await Promise.allSettled(racers);

  const losers = results.filter((result) => result.status === 'rejected');
  expect(losers).toHaveLength(49);
  expect(losers.every((l) => l.reason instanceof ConditionalCheckFailedException)).toBe(true);
});

test('the store keeps its rows through an outage', async () => {
  await using store = await createDynamoDbStandIn();
  using client = clientOf(store.endpoint);
  await putOnce(client, 'before');
  await store.setFault('down');

  using newcomer = clientOf(store.endpoint);
  await expect(read(newcomer)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await store.setFault('none');

  expect(await read(client)).toBe('before');
});

test('an outage cuts the connections that stand', async () => {
  await using store = await createDynamoDbStandIn();
  const socket = connect(Number(new URL(store.endpoint).port), '127.0.0.1').resume();
  await once(socket, 'connect');

  await store.setFault('down');

  await once(socket, 'close');
});

test('a store that hangs is connected to and never answers', async () => {
  await using store = await createDynamoDbStandIn();
  using client = clientOf(store.endpoint);
  await store.setFault('hang');

  await expect(read(client, AbortSignal.timeout(100))).rejects.toMatchObject({
    name: 'AbortError',
  });

  await store.setFault('none');
  expect(await read(client)).toBeUndefined();
});

test('a throttled store says so in the words that the client knows', async () => {
  await using store = await createDynamoDbStandIn();
  using client = clientOf(store.endpoint);
  await store.setFault('throttle');

  await expect(read(client)).rejects.toMatchObject({
    name: 'ProvisionedThroughputExceededException',
  });
});

test('a write whose answer is lost is done all the same', async () => {
  await using store = await createDynamoDbStandIn();
  using client = clientOf(store.endpoint);
  expect(await read(client)).toBeUndefined();
  await store.setFault('answer-lost');
  await expect(putOnce(client, 'mine', AbortSignal.timeout(300))).rejects.toThrow();

  await store.setFault('none');

  expect(await read(client)).toBe('mine');
});

test('a client that hangs up half-way through a request does not affect others', async () => {
  await using store = await createDynamoDbStandIn();
  using client = clientOf(store.endpoint);
  const endless = new ReadableStream({ start: (controller) => controller.enqueue('{"TableName"') });
  await expect(
    fetch(store.endpoint, {
      method: 'POST',
      body: endless,
      duplex: 'half',
      signal: AbortSignal.timeout(50),
    } as RequestInit),
  ).rejects.toThrow();

  expect(await read(client)).toBeUndefined();
});

function clientOf(endpoint: string): DynamoDBClient & Disposable {
  const client = new DynamoDBClient({ ...localAws, endpoint, maxAttempts: 1 });
  return Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
}

function putOnce(client: DynamoDBClient, status: string, abortSignal?: AbortSignal) {
  const command = new PutItemCommand({
    TableName: 'call_log',
    Item: { call_sid: { S: 'CA1' }, status: { S: status } },
    ConditionExpression: 'attribute_not_exists(call_sid)',
  });
  return client.send(command, abortSignal ? { abortSignal } : {});
}

async function read(client: DynamoDBClient, abortSignal?: AbortSignal) {
  const command = new GetItemCommand({ TableName: 'call_log', Key: { call_sid: { S: 'CA1' } } });
  const { Item } = await client.send(command, abortSignal ? { abortSignal } : {});
  return Item?.status?.S;
}
