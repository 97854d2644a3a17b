import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#local/polling.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { messageTexts } from '#shared/messages/message-texts.ts';
import {
  mediaFields,
  message,
  newContact,
  openWhatsAppWorld,
  type WhatsAppWorld,
} from './whatsapp-world.ts';

/** Moments at which a message is followed up. */
const [FIRST_MS, SECOND_MS, THIRD_MS] = [90_000, 4 * 60_000, 15 * 60_000];

let world: WhatsAppWorld;
beforeAll(async () => {
  world = await openWhatsAppWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => world.heal());

/** Returns the messages that Twilio took for a contact over its REST API. */
const sentTo = (contact: string) => world.twilio.sentTo(contact);
const bodiesTo = (contact: string) => sentTo(contact).map(({ body }) => body);

describe('a model that is down', () => {
  test('has its contact told to wait once, however many messages come', async () => {
    world.openai.faults.set('reply', { kind: 'status', status: 500 });
    const from = newContact();
    const written = [message(from, 'שלום'), message(from, 'הלו?'), message(from, '???')];
    const replies = [];
    for (const one of written) replies.push((await world.write(one)).replies);
    expect(replies).toEqual([[messageTexts.wait], [], []]);

    world.openai.faults.clear();
    // All are followed up at once; the first one answers the others too.
    world.scheduler.skip(FIRST_MS);
    await waitUntil(
      async () => sentTo(from),
      (sent) => sent.length > 0,
      15_000,
    );
    const rows = await Promise.all(written.map(({ MessageSid }) => world.row(MessageSid)));
    expect(rows.filter((row) => row?.reply_text)).toHaveLength(1);
    expect(rows.filter((row) => row?.answered_with)).toHaveLength(2);
    expect(sentTo(from)).toHaveLength(1);
  });

  test('is asked again, and in the end its contact is told that there is no answer', async () => {
    world.openai.faults.set('reply', { kind: 'status', status: 500 });
    const from = newContact();
    const { MessageSid, ...written } = message(from, 'שלום');
    await world.write({ MessageSid, ...written });
    await world.lookAfter(MessageSid, FIRST_MS);
    await world.lookAfter(MessageSid, SECOND_MS, 2);
    expect(sentTo(from)).toEqual([]);
    await world.lookAfter(MessageSid, THIRD_MS, 3);
    expect(bodiesTo(from)).toEqual([messageTexts.givenUp]);
    expect(await world.row(MessageSid)).toMatchObject({ reply_text: messageTexts.givenUp });
    expect(await world.tasks.ofContact(from)).toMatchObject([
      { kind: 'chat_waits', channel: 'whatsapp', source_sid: MessageSid, state: 'open' },
    ]);
    expect(await world.schedules(MessageSid)).toEqual([]);
  });

  test('that hears no voice notes hears them later', async () => {
    world.openai.faults.set('transcribe', { kind: 'status', status: 500 });
    const words = 'אני מחפש דירה להשכרה בתל אביב';
    const media = mediaFields(world.twilio.url, world.twilio.keep(world.voice(words)), 'audio/ogg');
    const written = message(newContact(), '', media);
    expect((await world.write(written)).replies).toEqual([messageTexts.wait]);
    world.openai.faults.clear();
    await world.lookAfter(written.MessageSid, FIRST_MS);
    expect(await world.row(written.MessageSid)).toMatchObject({
      text: words,
      reply_sid: expect.any(String),
    });
  });
});

describe('a function that is killed', () => {
  test('between a message and its answer leaves the answer to a later one, which is sent once', async () => {
    world.openai.faults.set('reply', { kind: 'hang' });
    const from = newContact();
    const written = message(from, 'שלום');
    const asked = world.asked();
    const answer = world.write(written);
    await waitUntil(
      async () => world.asked(),
      (count) => count > asked,
      5_000,
    );
    await world.lambda.kill();
    expect(await answer).toMatchObject({ status: 500 });
    world.openai.faults.clear();
    // Schedules may fire twice.
    const event = { messageSid: written.MessageSid, attempt: 1 };
    await Promise.all([
      world.lookAfter(written.MessageSid, FIRST_MS),
      world.lambda.invoke('late-reply', event),
    ]);
    await world.lambda.invoke('late-reply', event);
    const row = await world.row(written.MessageSid);
    expect(bodiesTo(from)).toEqual([row?.reply_text]);
  });

  test('with its answer in hand has it sent, unless Twilio has it', async () => {
    const from = newContact();
    const [lost, given] = [message(from, 'שלום'), message(from, 'מה שלומכם?')];
    await world.write(given, { isTold: false });
    await world.interactions.enter({
      ...((await world.row(given.MessageSid)) as Interaction),
      id: `whatsapp#${lost.MessageSid}`,
      external_sid: lost.MessageSid,
      reply_text: 'התשובה שאבדה',
    });
    for (const { MessageSid } of [given, lost]) {
      await world.lapse(MessageSid);
      await world.lambda.invoke('late-reply', { messageSid: MessageSid, attempt: 1 });
    }
    expect(bodiesTo(from)).toEqual(['התשובה שאבדה']);
  });
});

describe('a store that is down', () => {
  test('costs the contact a minute: the message is fetched from Twilio and answered', async () => {
    const from = newContact();
    const written = message(from, 'שלום');
    await world.store.setFault('down');
    const { status, replies } = await world.write(written);
    expect({ status, replies }).toEqual({ status: 200, replies: [messageTexts.wait] });
    await world.store.setFault('none');
    // Twilio gives whole seconds.
    const writtenAt = Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000;
    world.twilio.receive(written.MessageSid, {
      from: written['From'],
      to: written['To'],
      body: 'שלום',
      num_media: '0',
      date_created: new Date(writtenAt).toUTCString(),
    });
    await world.lookAfter(written.MessageSid, FIRST_MS);
    expect(await world.row(written.MessageSid)).toMatchObject({
      contact: from,
      text: 'שלום',
      created_at: writtenAt,
    });
    expect(sentTo(from)).toHaveLength(1);
  });

  test('with all else has the contact told to write again', async () => {
    await Promise.all([world.store.setFault('down'), world.scheduler.setFault('down')]);
    const { status, replies } = await world.write(message(newContact(), 'שלום'));
    expect({ status, replies }).toEqual({ status: 200, replies: [messageTexts.sorry] });
  });

  test.each(['throttle', 'hang'] as const)(
    'in that it would %s is answered within Twilio’s time',
    async (fault) => {
      await world.store.setFault(fault);
      const { status, replies, tookMs } = await world.write(message(newContact(), 'שלום'));
      expect({ status, replies }).toEqual({ status: 200, replies: [messageTexts.wait] });
      expect(tookMs).toBeLessThan(6_000);
    },
  );

  test('when the answer comes has the contact told to wait, and the answer sent when it is back', async () => {
    world.openai.latencies.firstTokenMs = 600;
    const from = newContact();
    const written = message(from, 'שלום');
    const asked = world.asked();
    const answer = world.write(written);
    await waitUntil(
      async () => world.asked(),
      (count) => count > asked,
      5_000,
    );
    await world.store.setFault('down');
    expect((await answer).replies).toEqual([messageTexts.wait]);
    world.openai.latencies.firstTokenMs = 30;
    await world.store.setFault('none');
    await world.lookAfter(written.MessageSid, FIRST_MS);
    expect(sentTo(from)).toHaveLength(1);
  });

  test('that writes but does not answer is not asked twice for an answer', async () => {
    const from = newContact();
    const written = message(from, 'שלום');
    await world.store.setFault('answer-lost');
    expect((await world.write(written)).replies).toEqual([messageTexts.wait]);
    await world.store.setFault('none');
    await world.lookAfter(written.MessageSid, FIRST_MS);
    expect(sentTo(from)).toHaveLength(1);
    expect(await world.row(written.MessageSid)).toMatchObject({ text: 'שלום' });
  });
});
