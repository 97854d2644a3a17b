import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { receivedMessage } from '#shared/domain/messages/message.ts';
import { person } from '../office/people-of.ts';
import { newSid } from '../twilio-requests.ts';
import {
  message,
  newContact,
  openWhatsAppWorld,
  sender,
  type WhatsAppWorld,
} from './whatsapp-world.ts';

const dana = person(2, { name: 'דנה', phone: newContact() });

let world: WhatsAppWorld;
beforeAll(async () => {
  world = await openWhatsAppWorld();
  await dynamoBrokers(world.db).put(dana);
});
afterAll(() => world[Symbol.asyncDispose]());

/** Looks after a message late, as its schedule or the hourly run has it. */
const late = (messageSid: string) => world.lambda.invoke('late-reply', { messageSid, attempt: 1 });
/** Nothing of a person of the office may stand as if they were a customer. */
async function expectNoCustomer() {
  expect(world.asked()).toBe(0);
  expect(await world.leads.find(dana.phone)).toBeUndefined();
  expect(await world.leads.isOptedOut(dana.phone)).toBe(false);
  expect(await world.tasks.ofContact(dana.phone)).toEqual([]);
  expect(world.twilio.sentTo(dana.phone)).toEqual([]);
}

describe('a person of the office who writes', () => {
  test.each(['שלום, מחפש דירה', 'הסר', 'חזור'])(
    'is told what they can write, and is no customer: %j',
    async (words) => {
      const written = message(dana.phone, words);
      const { replies } = await world.write(written);
      expect(replies).toEqual([expect.stringContaining('כאן המערכת של המשרד')]);
      // A repeated delivery gets the same.
      expect((await world.write(written)).replies).toEqual(replies);
      expect(await world.schedules(written.MessageSid)).toEqual([]);
      await expectNoCustomer();
    },
  );

  test('takes a task up by the button under its message; the row names no customer', async () => {
    const sid = newSid('SM');
    const at = Date.now();
    const lease = { at, until: at + 1 };
    const customer = newContact();
    await world.tasks.open({
      id: 'CA1-owner',
      kind: 'owner_lead',
      contact: customer,
      name: 'משה',
      due_at: at,
      state: 'open',
      channel: 'phone',
      created_at: at,
      updated_at: at,
    });
    const messages = dynamoStaffMessages(world.db);
    const told = { id: 'tell-1', broker_id: dana.id, way: 'whatsapp', to: dana.phone } as const;
    await messages.claim({ ...told, tasks: ['CA1-owner'], text: 'משה', at }, lease);
    await messages.settle(told, lease, { sid });
    const pressed = message(dana.phone, 'אני על זה', {
      ButtonPayload: 'take',
      OriginalRepliedMessageSid: sid,
    });
    expect((await world.write(pressed)).replies).toEqual([expect.stringContaining('משה')]);
    expect(await world.tasks.find('CA1-owner')).toMatchObject({ taken_by: dana.id });
    const row = await world.row(pressed.MessageSid);
    expect(row).toMatchObject({ broker_id: dana.id, text: 'אני על זה', unanswered: 'staff' });
    expect(JSON.stringify(row)).not.toMatch(/משה|reply_text/);
    await expectNoCustomer();
  });

  test('is not answered late as a customer, where the webhook was lost', async () => {
    const messageSid = newSid('SM');
    const listed = { from: `whatsapp:${dana.phone}`, to: `whatsapp:${sender}`, body: 'הסר' };
    world.twilio.receive(messageSid, { ...listed, num_media: '0' });
    await late(messageSid);
    expect(await world.row(messageSid)).toMatchObject({
      broker_id: dana.id,
      text: 'הסר',
      unanswered: 'staff',
    });
    await expectNoCustomer();
  });

  test('is not answered late as a customer, where the message was entered as one', async () => {
    const [messageSid, to] = [newSid('SM'), `whatsapp:${sender}`];
    const received = { messageSid, from: `whatsapp:${dana.phone}`, to, text: 'מחפש דירה' };
    await world.interactions.enter(receivedMessage(received, Date.now() - 300_000, 'a webhook'));
    await late(messageSid);
    expect(await world.row(messageSid)).toMatchObject({ unanswered: 'staff' });
    await expectNoCustomer();
  });
});

test('a person of the office is no customer to a new function whose store is slow', async () => {
  await using slow = await openWhatsAppWorld();
  await dynamoBrokers(slow.db).put(dana);
  await slow.store.setFault('slow');
  const written = message(dana.phone, 'שלום, מחפש דירה');
  const { replies } = await slow.write(written);
  await slow.store.setFault('none');
  expect(replies).toEqual([expect.stringContaining('כאן המערכת של המשרד')]);
  expect(slow.asked()).toBe(0);
});
