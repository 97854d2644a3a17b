import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { firstLateReply, lateReplyName } from '#shared/domain/messages/late-reply.ts';
import { receivedMessage } from '#shared/domain/messages/message.ts';
import type { Functions } from '../functions.ts';
import { openFunctions } from '../functions.ts';
import { newContact } from './whatsapp-world.ts';

const NOWHERE = 'http://127.0.0.1:9';
const replySid = `SM${'b'.repeat(32)}`;

let functions: Functions;
beforeAll(async () => {
  functions = await openFunctions(NOWHERE);
});
afterAll(() => functions[Symbol.asyncDispose]());

let contact = '';
let messageSid = '';
const row = () =>
  functions.parts.interactions.find({ channel: 'whatsapp', external_sid: messageSid });
const told = (
  MessageStatus: string,
  more: Record<string, string> = {},
  query = `id=${messageSid}`,
) =>
  functions.post(
    'whatsapp-status',
    { MessageSid: replySid, MessageStatus, To: `whatsapp:${contact}`, ...more },
    query,
  );

beforeEach(async () => {
  contact = newContact();
  messageSid = `SM${contact.slice(1).padStart(32, '0')}`;
  const { interactions } = functions.parts;
  const received = {
    messageSid,
    from: `whatsapp:${contact}`,
    to: 'whatsapp:+97233000001',
    text: 'שלום',
  };
  const message = await interactions.enter(receivedMessage(received, 1_000, 'me'));
  await interactions.settle(message, {
    by: 'me',
    at: 1_100,
    replyText: 'שלום!',
    sendingUntil: 1_100,
  });
});

describe('what Twilio tells of a reply', () => {
  test('raises its status, and says what Twilio calls it', async () => {
    for (const status of ['queued', 'sent', 'delivered', 'read']) {
      expect((await told(status)).statusCode).toBe(204);
    }
    expect(await row()).toMatchObject({ status: 'read', reply_sid: replySid, reply_text: 'שלום!' });
  });

  test.each([
    [['read', 'delivered', 'sent'], 'read'],
    [['delivered', 'delivered', 'sent'], 'delivered'],
    [['sent', 'undelivered', 'delivered'], 'failed'],
  ])('may come in any order: after %s it is %s', async (statuses, status) => {
    for (const one of statuses) await told(one);
    expect(await row()).toMatchObject({ status });
  });

  test.each([63_016, 63_024, 63_018])('is an error that is kept with it: %i', async (code) => {
    await told('failed', { ErrorCode: String(code) });
    expect(await row()).toMatchObject({ status: 'failed', error_code: code });
  });

  test('is that its contact wants no messages', async () => {
    await told('undelivered', { ErrorCode: '21610' });
    expect((await functions.parts.leads.find(contact))?.opted_out_at).toBeGreaterThan(0);
  });

  test.each(['sent', 'failed'])('and that is %s ends the looking after it', async (status) => {
    await functions.parts.schedules.once(firstLateReply(messageSid, Date.now()));
    await told('queued');
    expect(await functions.parts.schedules.names()).toContain(lateReplyName(messageSid));
    await told(status);
    expect(await functions.parts.schedules.names()).not.toContain(lateReplyName(messageSid));
  });

  test('does not end the looking after what came with its message', async () => {
    const { interactions, schedules } = functions.parts;
    const other = `MM${contact.slice(1).padStart(32, '0')}`;
    const [from, to] = [`whatsapp:${contact}`, 'whatsapp:+97233000001'];
    const media = { mediaSid: `ME${'a'.repeat(32)}`, type: 'image/jpeg' };
    const received = { messageSid: other, from, to, text: '[תמונה]', media };
    const message = await interactions.enter(receivedMessage(received, 1_000, 'me'));
    const settlement = { by: 'me', at: 1_100, replyText: 'יפה!', sendingUntil: 1_100 };
    await interactions.settle(message, settlement);
    await schedules.once(firstLateReply(other, Date.now()));
    await told('delivered', {}, `id=${other}`);
    expect(await schedules.names()).toContain(lateReplyName(other));
  });

  test('is of any of its parts', async () => {
    await told('delivered', {}, `id=${messageSid}.2`);
    expect(await row()).toMatchObject({ status: 'delivered' });
  });

  test('makes no row of what is not known, or not known any more', async () => {
    const unknown = `SM${'c'.repeat(32)}`;
    expect((await told('delivered', {}, `id=${unknown}`)).statusCode).toBe(204);
    expect((await told('delivered', {}, '')).statusCode).toBe(204);
    const { interactions } = functions.parts;
    const key = { channel: 'whatsapp', external_sid: unknown } as const;
    expect(await interactions.find(key)).toBeUndefined();
    expect(await interactions.find({ ...key, external_sid: replySid })).toBeUndefined();
  });

  test('is refused under an unknown name', async () => {
    expect((await told('sent', {}, 'id=a%20b')).statusCode).toBe(400);
  });
});
