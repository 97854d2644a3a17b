import twilio from 'twilio';
import { expect, test } from 'vitest';
import { openChat, reminder, template } from './whatsapp-world.ts';
import { accountSid, authToken, rest } from './world.ts';

const nobody = `/Messages/SM${'0'.repeat(32)}.json`;
const hebrew = 'שלום 👋 נשמח לעזור';

test.concurrent('a message over REST is queued at once, then its callbacks say sent, delivered and read', async () => {
  await using chat = await openChat();
  const { application, customer, client, to, from, statusCallback } = chat;
  await customer.write({ text: 'שלום' }).posted;

  const created = await client.messages.create({ to, from, body: hebrew, statusCallback });
  await chat.ended(created.sid);
  await application.asked('/status', 4);

  expect(created).toMatchObject({
    status: 'queued',
    direction: 'outbound-api',
    sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    body: hebrew,
    to,
    from,
    numMedia: '0',
    errorCode: null,
    dateSent: null,
  });
  const told = application.forms('/status');
  expect(told.map((form) => [form.MessageStatus, form.EventType])).toEqual([
    ['queued', undefined],
    ['sent', undefined],
    ['delivered', 'DELIVERED'],
    ['read', 'READ'],
  ]);
  for (const form of told) {
    expect(form).toMatchObject({
      AccountSid: accountSid,
      MessageSid: created.sid,
      SmsSid: created.sid,
      SmsStatus: form.MessageStatus,
      To: to,
      From: from,
      ChannelPrefix: 'whatsapp',
      ChannelToAddress: '+97250123XXXX',
      ChannelInstallSid: expect.stringMatching(/^XE/),
    });
  }
  for (const { headers, form, rawQuery } of application.received.slice(1)) {
    const sent = String(headers['x-twilio-signature']);
    expect(rawQuery).toBe('id=ours');
    expect(twilio.validateRequest(authToken, sent, statusCallback, form)).toBe(true);
  }
});

test.concurrent('the SDK fetches a message with its status, and the phone shows its words', async () => {
  await using chat = await openChat();
  const { customer, client, to, from } = chat;
  await customer.write({ text: 'שלום' }).posted;
  const { sid } = await client.messages.create({ to, from, body: hebrew });
  const [shown] = await customer.received(1);
  await chat.ended(sid);
  const fetched = await client.messages(sid).fetch();

  expect(shown).toMatchObject({ messageSid: sid, body: hebrew });
  expect(fetched).toMatchObject({ sid, status: 'read', body: hebrew, errorCode: null });
  expect(fetched.dateSent).toBeInstanceOf(Date);
  expect((await rest(chat.exchange, nobody)).status).toBe(404);
});

test.concurrent.for([
  ['a body of 1601 characters', { Body: 'א'.repeat(1601) }, 21617],
  ['neither words, media nor a template', {}, 21602],
  ['an address that is no WhatsApp address', { Body: 'x', To: '+972501234567' }, 21211],
  ['a number that is none', { Body: 'x', To: 'whatsapp:0501234567' }, 21211],
  ['an empty recipient', { Body: 'x', To: '' }, 21604],
  ['a sender that is not ours', { Body: 'x', From: 'whatsapp:+97239999999' }, 63007],
  ['a status callback that is no URL', { Body: 'x', StatusCallback: '/status' }, 21609],
  ['an underscore in the callback’s host', { Body: 'x', StatusCallback: 'https://a_b.c/' }, 21609],
  ['media that have no URL', { Body: 'x', MediaUrl: 'picture.jpg' }, 21620],
  ['variables without a template', { Body: 'x', ContentVariables: '{}' }, 21654],
  ['an unknown template', { ContentSid: `HX${'9'.repeat(32)}` }, 21655],
  ['variables that are no JSON', { ContentSid: reminder, ContentVariables: '{1}' }, 21656],
] as const)('%s is refused with its code, and nothing is sent', async ([, form, code]) => {
  await using chat = await openChat();

  const answer = await chat.post(form);

  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code, status: 400 });
  expect(chat.written()).toEqual([]);
});

test.concurrent('1600 characters are accepted', async () => {
  await using chat = await openChat();
  expect((await chat.post({ Body: 'א'.repeat(1600) })).status).toBe(201);
});

test.concurrent('free-form messages pass for 24 hours after the customer wrote, then fail with 63016', async () => {
  await using chat = await openChat();
  const { customer, client, to, from, statusCallback, exchange } = chat;
  const send = async () => {
    const { sid, status } = await client.messages.create({
      ...{ to, from, body: 'שלום', statusCallback },
    });
    expect(status).toBe('queued');
    const { status: end, errorCode } = await chat.ended(sid);
    return [end, errorCode];
  };

  const before = await send();
  await customer.write({ text: 'שלום' }).posted;
  customer.letPass(23 * 60 * 60_000);
  const inTime = await send();
  customer.letPass(60 * 60_000);
  const late = await send();

  expect([before, inTime, late]).toEqual([
    ['failed', 63016],
    ['read', undefined],
    ['failed', 63016],
  ]);
  await chat.application.asked('/status', 8);
  expect(chat.application.forms('/status').at(-1)).toMatchObject({
    MessageStatus: 'failed',
    ErrorCode: '63016',
  });
  expect(exchange.errors.map(({ code }) => code)).toEqual([63016, 63016]);
});

test.concurrent('a template passes at any time, with its variables filled in', async () => {
  await using chat = await openChat();
  const { client, to, from } = chat;
  const { sid, body } = await client.messages.create({ to, from, ...template });

  expect(await chat.ended(sid)).toMatchObject({ status: 'read', body });
  expect(body).toBe('תזכורת: ביקור בהרצל 5 בשעה 17:00.');
});

test.concurrent('a button of a template has the variables in its payload', async () => {
  const button = { text: 'כן', payload: 'yes:{{2}}' };
  const body = 'הגעתם ל{{1}}?';
  await using chat = await openChat(undefined, {
    sender: { templates: [{ contentSid: reminder, body, buttons: [button] }] },
  });
  const { sid } = await chat.client.messages.create({ to: chat.to, from: chat.from, ...template });
  expect(await chat.ended(sid)).toMatchObject({
    status: 'read',
    body: 'הגעתם להרצל 5?',
    buttons: [{ text: 'כן', payload: 'yes:17:00' }],
  });
});

test.concurrent('a customer who takes no marketing gets other templates alone', async () => {
  const other = `HX${'2'.repeat(32)}`;
  const body = 'תזכורת: ביקור ב{{1}} בשעה {{2}}.';
  await using chat = await openChat(undefined, {
    habits: { takesMarketing: false },
    sender: {
      templates: [
        { contentSid: reminder, body },
        { contentSid: other, body, category: 'marketing' },
      ],
    },
  });
  const { client, to, from } = chat;
  const sent = await client.messages.create({ to, from, ...template });
  const withheld = await client.messages.create({ to, from, ...template, contentSid: other });
  expect(await chat.ended(sent.sid)).toMatchObject({ status: 'read' });
  expect(await chat.ended(withheld.sid)).toMatchObject({ errorCode: 63049 });
});

test.concurrent('a template with other variables fails with 63028', async () => {
  await using chat = await openChat();
  const { client, to, from } = chat;
  const contentVariables = JSON.stringify({ 1: 'הרצל 5' });
  const { sid } = await client.messages.create({ to, from, ...template, contentVariables });

  expect(await chat.ended(sid)).toMatchObject({ status: 'failed', errorCode: 63028 });
});

test.concurrent.for([
  [63015, 'failed'],
  [63024, 'failed'],
  [63024, 'undelivered'],
] as const)(
  'a customer with the refusal %d gets nothing, and the message is %s',
  async ([refusal, end]) => {
    await using chat = await openChat(undefined, {
      switches: { refusedMessageStatus: end },
      habits: { refusal },
    });
    const { client, to, from, statusCallback } = chat;
    const { sid } = await client.messages.create({ to, from, ...template, statusCallback });

    expect(await chat.ended(sid)).toMatchObject({ status: end, errorCode: refusal });
    const times = end === 'failed' ? 2 : 3;
    expect((await chat.application.asked('/status', times)).form).toMatchObject({
      MessageStatus: end,
      ErrorCode: String(refusal),
    });
  },
);

test.concurrent('a message to a customer who opted out is refused at once with 21610', async () => {
  await using chat = await openChat(undefined, { habits: { refusal: 21610 } });
  const refused = await chat.post({ Body: 'שלום' });

  expect([refused.status, await refused.json()]).toMatchObject([400, { code: 21610 }]);
  chat.customer.behave({ refusal: undefined });
  expect((await chat.post({ Body: 'שלום' })).status).toBe(201);
});

test.concurrent.for([
  ['delivered', ['queued', 'sent', 'delivered']],
  ['sent', ['queued', 'sent']],
] as const)('a phone can leave messages at %s', async ([receives, stages]) => {
  await using chat = await openChat(undefined, { habits: { receives } });
  const { client, to, from, statusCallback, application } = chat;
  await client.messages.create({ to, from, ...template, statusCallback });
  await application.asked('/status', stages.length);

  expect(application.forms('/status').map((form) => form.MessageStatus)).toEqual(stages);
  expect(chat.written()).toMatchObject([{ status: receives }]);
});

test.concurrent.for([
  ['shuffled', 'read', ['sent', 'queued', 'read', 'delivered']],
  ['shuffled', 'delivered', ['sent', 'queued', 'delivered']],
  ['duplicated', 'sent', ['queued', 'queued', 'sent', 'sent']],
] as const)(
  'status callbacks can be %s, up to the last, %s',
  async ([statusCallbackOrder, receives, told]) => {
    const habits = { receives, switches: { statusCallbackOrder } };
    await using chat = await openChat(undefined, { habits });
    const { client, to, from, statusCallback, application } = chat;
    await client.messages.create({ to, from, ...template, statusCallback });
    await application.asked('/status', told.length);

    const heard = application.forms('/status').map((form) => form.MessageStatus);
    // The time on the way is not promised.
    expect(heard.toSorted()).toEqual(told.toSorted());
    const overtakes = heard.indexOf('sent') < heard.indexOf('queued');
    expect(overtakes).toBe(statusCallbackOrder === 'shuffled');
  },
);

test.concurrent('the SDK lists messages by recipient, sender and day, newest first', async () => {
  await using chat = await openChat();
  const { client, to, from, customer, exchange } = chat;
  const other = exchange.whatsApp.customer('+972501234568');
  const first = customer.write({ text: 'ראשונה' }).messageSid;
  other.write({ text: 'של מישהו אחר' });
  const { sid: second } = await client.messages.create({ to, from, body: 'שנייה' });
  const { sid: third } = await client.messages.create({ to, from, body: 'שלישית' });

  const sids = async (filter: Parameters<typeof client.messages.list>[0]) =>
    (await client.messages.list(filter)).map(({ sid }) => sid);
  const now = new Date();
  const tomorrow = new Date(now.getTime() + 24 * 60 * 60_000);
  expect(await sids({ to })).toEqual([third, second]);
  expect(await sids({ from: to })).toEqual([first]);
  expect(await sids({ to, from, pageSize: 1 })).toEqual([third, second]);
  expect(await sids({ to, dateSent: now })).toEqual([third, second]);
  expect(await sids({ to, dateSentAfter: tomorrow })).toEqual([]);
  expect(await client.messages.list()).toHaveLength(4);
});

test.concurrent('a deleted message is unknown to REST, and so are its files', async () => {
  await using chat = await openChat();
  const { client, customer, exchange } = chat;
  const media = [{ contentType: 'image/png', bytes: Buffer.from('png') }];
  const { messageSid } = customer.write({ media });
  const [file] = await client.messages(messageSid).media.list();

  expect(await client.messages(messageSid).remove()).toBe(true);
  expect(await client.messages.list()).toEqual([]);
  const path = `/Messages/${messageSid}/Media/${file?.sid}`;
  expect((await rest(exchange, path)).status).toBe(404);
});

test.concurrent('the typing indicator is shown for a message that came in, and marks it as read', async () => {
  await using chat = await openChat();
  const { exchange, customer } = chat;
  const { messageSid } = customer.write({ text: 'שלום' });
  const type = (messageId: string) =>
    fetch(`${exchange.apiBaseUrl}/v2/Indicators/Typing.json`, {
      method: 'POST',
      headers: {
        Authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
      },
      body: new URLSearchParams({ messageId, channel: 'whatsapp' }),
    });

  const shown = await type(messageSid);
  expect([shown.status, await shown.json()]).toEqual([200, { success: true }]);
  expect(customer.conversation()).toMatchObject([{ messageSid, status: 'read' }]);
  expect((await type(`SM${'0'.repeat(32)}`)).status).toBe(404);
});
