import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#local/polling.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { messageTexts } from '#shared/messages/message-texts.ts';
import { message, newContact, openWhatsAppWorld, type WhatsAppWorld } from './whatsapp-world.ts';

/** The moment at which a message is followed up that its webhook did not answer. */
const FIRST_MS = 90_000;

let world: WhatsAppWorld;
beforeAll(async () => {
  world = await openWhatsAppWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => world.heal());

/** Returns the messages that Twilio took for a contact over its REST API. */
const sentTo = (contact: string) => world.twilio.sentTo(contact);
const isSent = ({ reply_sid }: Interaction) => reply_sid !== undefined;

describe('a model that hangs', () => {
  test('has its contact told within Twilio’s time, and its answer sent a minute later, once', async () => {
    world.openai.faults.set('reply', { kind: 'hang' });
    const from = newContact();
    const written = message(from, 'שלום');
    const { replies, tookMs } = await world.write(written);
    expect(replies).toEqual([messageTexts.wait]);
    expect(tookMs).toBeLessThan(13_000);
    expect(await world.row(written.MessageSid)).toMatchObject({ status: 'received' });
    expect((await world.queues.read(from)).places).toEqual([]);

    world.openai.faults.clear();
    await world.lookAfter(written.MessageSid, FIRST_MS);
    const row = await world.rowWhen(written.MessageSid, isSent);
    expect(sentTo(from).map(({ body }) => body)).toEqual([row?.reply_text]);
    const callback = `${world.url}/webhook/whatsapp/status?id=${written.MessageSid}`;
    expect(sentTo(from)[0]).toMatchObject({ callback });
    expect(await world.schedules(written.MessageSid)).toEqual([]);
  });

  test('holds up the messages behind it no longer than it takes to give up, and is answered with them', async () => {
    world.openai.faults.set('reply', { kind: 'hang' }, 2);
    const from = newContact();
    const [first, second] = [message(from, 'שלום'), message(from, 'יש מישהו?')];
    const answers = [world.write(first)];
    await waitUntil(
      async () => world.queues.read(from),
      ({ places }) => places.length === 1,
      5_000,
    );
    answers.push(world.write(second));
    const [one, two] = await Promise.all(answers);
    expect(one?.replies).toEqual([messageTexts.wait]);
    expect(two?.replies).toHaveLength(1);
    expect(world.questions().at(-1)?.dialogue).toEqual(['user: שלום', 'user: יש מישהו?']);
    expect(await world.row(first.MessageSid)).toMatchObject({ answered_with: second.MessageSid });
    expect(await world.schedules(first.MessageSid)).toEqual([]);
    expect(sentTo(from)).toEqual([]);
  });
});

describe('a model that takes its time with every word', () => {
  test('has its contacts told to wait within Twilio’s time, also those whose messages waited for others', async () => {
    world.openai.latencies.tokenMs = 1_000;
    const from = newContact();
    const [first, second] = [message(from, 'שלום'), message(from, 'אני מחפש דירה')];
    const answers = [world.write(first)];
    await waitUntil(
      () => world.queues.read(from),
      ({ places }) => places.length === 1,
      5_000,
    );
    answers.push(world.write(second));
    const [one, two] = await Promise.all(answers);
    world.openai.latencies.tokenMs = 4;
    expect([one?.replies, two?.replies]).toEqual([[messageTexts.wait], []]);
    for (const { tookMs = 0 } of [one ?? {}, two ?? {}]) expect(tookMs).toBeLessThan(13_000);
  });
});
