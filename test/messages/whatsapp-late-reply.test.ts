import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { message, newContact, openWhatsAppWorld, type WhatsAppWorld } from './whatsapp-world.ts';

/** Moments at which a message is followed up first and second. */
const [FIRST_MS, SECOND_MS] = [90_000, 4 * 60_000];

let world: WhatsAppWorld;
beforeAll(async () => {
  world = await openWhatsAppWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => world.heal());

/** Returns the messages that Twilio took for a contact over its REST API. */
const sentTo = (contact: string) => world.twilio.sentTo(contact);
const bodiesTo = (contact: string) => sentTo(contact).map(({ body }) => body);
const isSent = ({ reply_sid }: Interaction) => reply_sid !== undefined;

describe('a late reply', () => {
  /** Creates a message whose answer comes late. */
  async function putOff(from: string) {
    world.openai.faults.set('reply', { kind: 'status', status: 500 });
    const written = message(from, 'שלום');
    await world.write(written);
    world.openai.faults.clear();
    return written.MessageSid;
  }

  test.each([
    ['too many requests', ['busy', 'busy']],
    ['an error', ['fails']],
    ['silence after it was done', ['takes-unanswered']],
    ['silence before it was done', ['unanswered']],
  ] as const)('to which Twilio answers with %s is sent once', async (_, answers) => {
    const from = newContact();
    const messageSid = await putOff(from);
    world.twilio.answerSends(...answers);
    await world.lookAfter(messageSid, FIRST_MS);
    const row = await world.rowWhen(messageSid, isSent);
    expect(bodiesTo(from)).toEqual([row?.reply_text]);
    expect(row?.reply_sid).toBe(sentTo(from)[0]?.sid);
  });

  test('that may have been sent is looked for before it is sent, also by the next to try', async () => {
    const from = newContact();
    const messageSid = await putOff(from);
    world.twilio.answerSends('takes-unanswered');
    world.twilio.setListing(false);
    await world.lookAfter(messageSid, FIRST_MS);
    expect(await world.row(messageSid)).not.toHaveProperty('reply_sid');
    world.twilio.setListing(true);
    await world.lapse(messageSid);
    await world.lookAfter(messageSid, SECOND_MS, 2);
    expect(sentTo(from)).toHaveLength(1);
    expect(await world.row(messageSid)).toMatchObject({ reply_sid: sentTo(from)[0]?.sid });
  });

  test('that Twilio refuses is marked with the reason, and not tried again', async () => {
    const from = newContact();
    const messageSid = await putOff(from);
    world.twilio.answerSends(63_016);
    await world.lookAfter(messageSid, FIRST_MS);
    const row = await world.rowWhen(messageSid, ({ status }) => status === 'failed');
    expect(row).toMatchObject({ status: 'failed', error_code: 63_016 });
    expect(await world.schedules(messageSid)).toEqual([]);
  });

  test('to a contact who wants no more messages stays unsent', async () => {
    const from = newContact();
    const messageSid = await putOff(from);
    await world.write(message(from, 'הסר'));
    world.scheduler.skip(FIRST_MS);
    await world.rowWhen(messageSid, ({ settled_at }) => settled_at !== undefined);
    expect(await world.row(messageSid)).toMatchObject({ unanswered: 'opted-out' });
    expect(sentTo(from)).toEqual([]);
  });

  test('to a question that was asked after a refusal is sent', async () => {
    const from = newContact();
    await world.write(message(from, 'הסר'));
    const messageSid = await putOff(from);
    await world.lookAfter(messageSid, FIRST_MS);
    const row = await world.rowWhen(messageSid, isSent);
    expect(bodiesTo(from)).toEqual([row?.reply_text]);
    expect(await world.leads.isOptedOut(from)).toBe(true);
  });

  test('that comes a day late is not sent in free words', async () => {
    const from = newContact();
    const messageSid = await putOff(from);
    const row = (await world.row(messageSid)) as Interaction;
    const old = `SM${'d'.repeat(32)}`;
    const dayAgo = Date.now() - 24 * 3_600_000;
    const changed = { id: `whatsapp#${old}`, external_sid: old, created_at: dayAgo };
    await world.interactions.enter({ ...row, ...changed });
    await world.lambda.invoke('late-reply', { messageSid: old, attempt: 1 });
    expect(await world.row(old)).toMatchObject({ status: 'failed', error_code: 63_016 });
    expect(sentTo(from)).toEqual([]);
  });

  test('has been given: the same message again is given nothing', async () => {
    world.openai.faults.set('reply', { kind: 'status', status: 500 });
    const written = message(newContact(), 'שלום');
    await world.write(written);
    world.openai.faults.clear();
    await world.lookAfter(written.MessageSid, FIRST_MS);
    expect((await world.write(written)).replies).toEqual([]);
  });
});
