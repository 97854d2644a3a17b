import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { receivedMessage } from '#shared/domain/messages/message.ts';
import type { Interactions } from '#shared/ports/messages.ts';
import { newContact } from './whatsapp-world.ts';

const NOW = 1_795_422_000_000;

let store: Awaited<ReturnType<typeof createDynamoDbStandIn>>;
let db: ReturnType<typeof localDynamoDb>;
let interactions: Interactions;
beforeAll(async () => {
  store = await createDynamoDbStandIn();
  db = localDynamoDb(store.endpoint);
  interactions = dynamoInteractions(db);
});
afterAll(async () => {
  db.destroy();
  await store[Symbol.asyncDispose]();
});

/** Returns a message as a webhook receives it. */
const received = (contact: string, by: string): Interaction => {
  const messageSid = `SM${contact.slice(1).padStart(32, '0')}`;
  const from = `whatsapp:${contact}`;
  return receivedMessage({ messageSid, from, to: 'whatsapp:+97233000001', text: 'שלום' }, NOW, by);
};
const reply = (by: string) => ({ by, at: NOW, replyText: `מ${by}`, sendingUntil: NOW + 30_000 });

let message: Interaction;
beforeEach(async () => {
  message = await interactions.enter(received(newContact(), 'first'));
});

describe('the row of a message', () => {
  test('belongs to the writer that entered it first, and the others see so', async () => {
    const contact = newContact();
    const rows = await Promise.all(
      ['a', 'b', 'c'].map((by) => interactions.enter(received(contact, by))),
    );
    expect(new Set(rows.map(({ entered_by }) => entered_by)).size).toBe(1);
  });

  test('stands in its day and among what is recent of its contact', async () => {
    expect(await interactions.recent(message.contact ?? '', 5)).toEqual([message]);
    expect(message).toMatchObject({ day: '2026-11-23', status: 'received' });
  });

  test('is settled once, and a late writer gets the outcome', async () => {
    const rows = await Promise.all([
      interactions.settle(message, reply('א')),
      interactions.settle(message, reply('ב')),
      interactions.settle(message, { by: 'ג', at: NOW, answeredWith: 'SM1' }),
    ]);
    const [one] = rows;
    expect(rows).toEqual([one, one, one]);
    expect(await interactions.find(message)).toEqual(one);
  });

  test('is replied once it has words, and not where it has none', async () => {
    await interactions.settle(message, { by: 'a', at: NOW, unanswered: 'opted-out' });
    expect(await interactions.find(message)).toMatchObject({ status: 'received' });
    expect(await interactions.find(message)).not.toHaveProperty('reply_text');
  });

  test('is leased to one sender at a time, and to none once its reply has left', async () => {
    await interactions.settle(message, reply('a'));
    const claim = (at: number) => interactions.claimSending(message, { at, until: at + 30_000 });
    expect(await claim(NOW)).toBe(false);
    const later = NOW + 30_000;
    const claims = await Promise.all([claim(later), claim(later)]);
    expect(claims.toSorted()).toEqual([false, true]);
    await interactions.note(message, { reply_sid: 'SM1' });
    expect(await claim(later + 30_000)).toBe(false);
  });

  test('is not created by an event after it was erased', async () => {
    const erased = received(newContact(), 'a');
    await interactions.note(erased, { put_off_at: NOW });
    await interactions.raise(erased, { status: 'delivered' });
    expect(await interactions.settle(erased, reply('a'))).toBeUndefined();
    expect(await interactions.claimSending(erased, { at: NOW, until: NOW })).toBe(false);
    expect(await interactions.find(erased)).toBeUndefined();
  });
});
