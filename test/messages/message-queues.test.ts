import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoMessageQueues } from '#shared/adapters/dynamo/message-queues.ts';
import { hasTurn } from '#shared/domain/messages/message-queue.ts';
import type { MessageQueues } from '#shared/ports/messages.ts';
import { newContact } from './whatsapp-world.ts';

const NOW = 1_795_422_000_000;

let store: Awaited<ReturnType<typeof createDynamoDbStandIn>>;
let db: ReturnType<typeof localDynamoDb>;
let queues: MessageQueues;
beforeAll(async () => {
  store = await createDynamoDbStandIn();
  db = localDynamoDb(store.endpoint);
  queues = dynamoMessageQueues(db);
});
afterAll(async () => {
  db.destroy();
  await store[Symbol.asyncDispose]();
});

let contact = '';
beforeEach(() => {
  contact = newContact();
});
const place = (messageSid: string, until = NOW + 12_000) => ({ messageSid, until });
/** A sid as long as Twilio's. */
const sidOf = (index: number) => `SM${String(index).padStart(32, '0')}`;
const join = (messageSid: string, until?: number) =>
  queues.join(contact, place(messageSid, until), NOW);
const standing = async () =>
  (await queues.read(contact)).places.map(({ messageSid }) => messageSid);

describe('the messages of a contact', () => {
  test('stand in the order in which they came, and the first of them has its turn', async () => {
    for (const messageSid of ['SM1', 'SM2', 'SM3']) await join(messageSid);
    const queue = await queues.read(contact);
    expect(queue.places.map(({ messageSid }) => messageSid)).toEqual(['SM1', 'SM2', 'SM3']);
    expect([hasTurn(queue, 'SM1', NOW), hasTurn(queue, 'SM2', NOW)]).toEqual([true, false]);
    await queues.leave(contact, { messageSid: 'SM1', at: NOW }, queue);
    expect(hasTurn(await queues.read(contact), 'SM2', NOW)).toBe(true);
  });

  test('are held up by one that died for no longer than its place lasts', async () => {
    await join('SM1', NOW + 5);
    const queue = await join('SM2');
    expect([hasTurn(queue, 'SM2', NOW), hasTurn(queue, 'SM2', NOW + 5)]).toEqual([false, true]);
    await queues.leave(contact, { messageSid: 'SM2', at: NOW + 5 });
    expect(await standing()).toEqual([]);
  });

  test('leave past any number of those that died, and the queue is soon empty', async () => {
    const died = Array.from({ length: 180 }, (_, index) => sidOf(index));
    for (const messageSid of died) await join(messageSid, NOW + 5);
    for (const index of [180, 181, 182]) await join(sidOf(index));
    await queues.leave(contact, { messageSid: sidOf(180), at: NOW + 5 });
    expect(await standing()).not.toContain(sidOf(180));
    await queues.putOff(contact, { messageSid: sidOf(181), at: NOW + 5 });
    expect(await standing()).not.toContain(sidOf(181));
    for (const messageSid of died.slice(0, 2)) {
      await queues.leave(contact, { messageSid, at: NOW + 5 });
    }
    expect(await standing()).toEqual([sidOf(182)]);
  });

  test('all come and go at once without one being lost', async () => {
    const sids = Array.from({ length: 8 }, (_, index) => `SM${index}`);
    await Promise.all(sids.map((messageSid) => join(messageSid)));
    expect((await standing()).toSorted()).toEqual(sids);
    const leave = (messageSid: string) => queues.leave(contact, { messageSid, at: NOW });
    await Promise.all(sids.slice(0, 3).map(leave));
    expect((await standing()).toSorted()).toEqual(sids.slice(3));
  });

  test('leave by an old reading of the queue too', async () => {
    await join('SM1');
    const seen = await join('SM2');
    await queues.leave(contact, { messageSid: 'SM1', at: NOW });
    await queues.leave(contact, { messageSid: 'SM2', at: NOW }, seen);
    expect(await standing()).toEqual([]);
    expect((await queues.read(contact)).lastAnswered).toBe('SM2');
  });

  test('are counted by the minute', async () => {
    await join('SM1');
    expect((await join('SM2')).arrivals).toBe(2);
    expect((await queues.join(contact, place('SM3'), NOW + 60_000)).arrivals).toBe(1);
  });

  test('stand once, where a write was repeated because its answer was lost', async () => {
    await join('SM1');
    expect((await join('SM1')).places).toEqual([place('SM1')]);
  });

  test('have their contact told to wait once a minute, also where two are put off at once', async () => {
    for (const messageSid of ['SM1', 'SM2', 'SM3']) await join(messageSid);
    const putOff = (messageSid: string, at: number) => queues.putOff(contact, { messageSid, at });
    const told = await Promise.all([putOff('SM1', NOW), putOff('SM2', NOW)]);
    expect(told.toSorted()).toEqual([false, true]);
    expect(await putOff('SM3', NOW + 60_000)).toBe(true);
    expect(await standing()).toEqual([]);
  });

  test('make a lead of a contact who is not one yet, and change nothing else of one who is', async () => {
    const leads = dynamoLeads(db);
    const queue = await join('SM1');
    expect(queue.lead).toMatchObject({ contact, source: 'whatsapp', created_at: NOW });
    const other = newContact();
    await leads.save(other, { name: 'דנה' }, { source: 'phone', at: 5 });
    await queues.join(other, place('SM2'), NOW);
    expect(await leads.find(other)).toMatchObject({
      name: 'דנה',
      source: 'phone',
      created_at: 5,
      updated_at: 5,
    });
  });
});
