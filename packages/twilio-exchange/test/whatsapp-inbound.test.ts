import twilio from 'twilio';
import type { CustomerMessage } from 'twilio-exchange/whatsapp/customer-message.ts';
import { expect, test } from 'vitest';
import { type Received, startApplication, twiml } from './application.ts';
import { office, openChat } from './whatsapp-world.ts';
import { accountSid, authToken } from './world.ts';

const ogg = { contentType: 'audio/ogg', bytes: Buffer.from('OggS') };
const jpeg = { contentType: 'image/jpeg', bytes: Buffer.from('jpeg') };
const hebrew = 'שלום 👋 יש דירה ב"הרצל"? 50% & עוד';
const mediaUrl = expect.stringMatching(
  /\/2010-04-01\/Accounts\/AC\w{32}\/Messages\/MM\w{32}\/Media\/ME\w{32}$/,
);

test.concurrent.for<[string, CustomerMessage, Record<string, unknown>]>([
  ['words', { text: hebrew }, { Body: hebrew, NumMedia: '0', MessageType: 'text' }],
  ['an empty message', { text: '' }, { Body: '', NumMedia: '0' }],
  [
    'a voice note',
    { media: [ogg] },
    {
      Body: '',
      NumMedia: '1',
      MessageType: 'audio',
      MediaUrl0: mediaUrl,
      MediaContentType0: 'audio/ogg',
    },
  ],
  [
    'a picture with a caption',
    { media: [jpeg], text: 'זו הדירה' },
    {
      Body: 'זו הדירה',
      NumMedia: '1',
      MessageType: 'image',
      MediaUrl0: mediaUrl,
      MediaContentType0: 'image/jpeg',
    },
  ],
  [
    'several files',
    { media: [jpeg, ogg] },
    { NumMedia: '2', MediaUrl1: mediaUrl, MediaContentType1: 'audio/ogg' },
  ],
  [
    'a place',
    { location: { latitude: 32.08, longitude: 34.78, label: 'הבית' } },
    { Body: '', MessageType: 'location', Latitude: '32.08', Longitude: '34.78', Label: 'הבית' },
  ],
  [
    'a tap on a button',
    { button: { text: 'כן', payload: 'yes' } },
    { Body: 'כן', MessageType: 'button', ButtonText: 'כן', ButtonPayload: 'yes' },
  ],
  [
    'a choice from a list',
    { listItem: { id: 'L-7', title: 'הרצל 5', description: '4 חדרים' } },
    { Body: 'הרצל 5', ListId: 'L-7', ListTitle: 'הרצל 5', ListDescription: '4 חדרים' },
  ],
])('%s is posted with Twilio’s parameters, and signed', async ([, content, expected]) => {
  await using chat = await openChat();
  const { application, customer, to, from } = chat;

  const { messageSid, posted } = customer.write(content);
  const { status, replies, errors } = await posted;

  const [request] = application.received as [Received];
  const { form, headers, body } = request;
  expect(form).toMatchObject({
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    MessageSid: messageSid,
    SmsSid: messageSid,
    SmsMessageSid: messageSid,
    SmsStatus: 'received',
    From: to,
    To: from,
    WaId: '972501234567',
    ProfileName: 'דנה כהן',
    NumSegments: '1',
    ReferralNumMedia: '0',
    ...expected,
  });
  expect(messageSid).toMatch('media' in content ? /^MM/ : /^SM/);
  expect(body).toContain('&Body=');
  expect(headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': 'TwilioProxy/1.1',
  });
  const sent = String(headers['x-twilio-signature']);
  expect(twilio.validateRequest(authToken, sent, `${application.url}/inbound`, form)).toBe(true);
  expect([status, replies, errors]).toEqual([200, [], []]);
});

test.concurrent('an answer to an earlier message names it and its sender', async () => {
  await using chat = await openChat(twiml('<Message>שלום</Message>'));
  const { customer, application, to, from } = chat;
  const first = customer.write({ text: 'שלום' });
  const [reply] = await customer.received(1);
  await first.posted;
  await customer.write({ text: 'כן', repliesTo: reply?.messageSid ?? '' }).posted;
  await customer.write({ text: 'תיקון', repliesTo: first.messageSid }).posted;

  const originals = application
    .forms('/inbound')
    .map((form) => [form.OriginalRepliedMessageSid, form.OriginalRepliedMessageSender]);
  expect(originals).toEqual([
    [undefined, undefined],
    [reply?.messageSid, from],
    [first.messageSid, to],
  ]);
});

test.concurrent('parameters can be added to a message and replaced', async () => {
  await using chat = await openChat();
  const parameters = { ReferralBody: 'מודעה', ProfileName: '<b>' };
  await chat.customer.write({ text: 'שלום' }, { parameters }).posted;
  expect(chat.application.forms('/inbound')).toMatchObject([parameters]);
});

test.concurrent.for([
  ['one message', twiml('<Message>שלום</Message>'), [['שלום', []]]],
  [
    'a body, marked as such',
    twiml('<Message><Body> שלום &amp; ברכה </Body></Message>'),
    [['שלום & ברכה', []]],
  ],
  [
    'two messages, the second a picture',
    twiml(
      '<Message>אחת</Message>',
      '<Message><Body>שתיים</Body><Media>https://x.test/1.jpg</Media></Message>',
    ),
    [
      ['אחת', []],
      ['שתיים', ['https://x.test/1.jpg']],
    ],
  ],
  ['an empty document', twiml(), []],
  ['nothing at all', { status: 204 }, []],
  ['plain text', { headers: { 'Content-Type': 'text/plain' }, body: 'שלום' }, [['שלום', []]]],
] as const)('an answer of %s reaches the customer', async ([, answer, shown]) => {
  await using chat = await openChat(answer);
  const { customer } = chat;

  const { errors } = await customer.write({ text: 'שלום' }).posted;
  const received = await customer.received(shown.length);

  expect(received.map(({ body, mediaUrls }) => [body, mediaUrls])).toEqual(shown);
  expect(received.every(({ direction }) => direction === 'outbound-reply')).toBe(true);
  expect(errors).toEqual([]);
});

test.concurrent('the status of a reply goes to its own status callback, or to the sender’s', async () => {
  await using chat = await openChat(({ form }) =>
    form.Body === 'לנו'
      ? twiml('<Message>x</Message>')
      : twiml('<Message statusCallback="/own">x</Message>'),
  );
  await using elsewhere = await startApplication({ '/status': { status: 204 } });
  await using other = await openChat(twiml('<Message>x</Message>'), {
    sender: { statusCallback: `${elsewhere.url}/status` },
  });
  chat.application.route('/own', { status: 204 });
  chat.customer.write({ text: 'שלום' });
  other.customer.write({ text: 'שלום' });

  expect((await chat.application.asked('/own', 4)).form).toMatchObject({
    From: `whatsapp:${office}`,
  });
  await elsewhere.asked('/status', 4);
});

test.concurrent.for([
  ['404', { status: 404 }, 11200],
  ['500', { status: 500, body: 'oh' }, 11200],
  ['JSON', { headers: { 'Content-Type': 'application/json' }, body: '{}' }, 12300],
  ['an empty JSON', { headers: { 'Content-Type': 'application/json' }, body: '' }, 11200],
  ['a document without a type', { body: twiml() }, 11200],
  ['a document that does not parse', '<Response><Message></Response>', 12100],
  ['a root that is not Response', '<Message>x</Message>', 12102],
  ['an unknown verb', twiml('<Sms>x</Sms>'), 12200],
  ['an empty message', twiml('<Message/>'), 14103],
  ['over 1600 characters', twiml(`<Message>${'א'.repeat(1601)}</Message>`), 21617],
] as const)(
  '%s as an answer is logged with its code, and nothing is sent',
  async ([, answer, code]) => {
    await using chat = await openChat(answer);
    const { messageSid, posted } = chat.customer.write({ text: 'שלום' });

    const { errors } = await posted;

    const level = code === 12200 ? 'warning' : 'error';
    const url = `${chat.application.url}/inbound`;
    expect(errors).toMatchObject([{ code, level, messageSid, url }]);
    expect(chat.exchange.errors).toEqual(errors);
    expect(chat.written()).toEqual([]);
  },
);

test.concurrent('more than ten replies are dropped with a warning', async () => {
  await using chat = await openChat(twiml(...Array(11).fill('<Message>x</Message>')));
  const { errors, replies } = await chat.customer.write({ text: 'שלום' }).posted;
  expect([errors.map(({ code }) => code), replies.length]).toEqual([[14109], 10]);
});

test.concurrent('an application that does not answer in time is not requested again', async () => {
  await using chat = await openChat(() => new Promise(() => {}), {
    switches: { webhookTimeoutMs: 200 },
  });
  const { errors, status, webhookMs } = await chat.customer.write({ text: 'שלום' }).posted;

  expect(errors.map(({ code }) => code)).toEqual([11205]);
  expect(status).toBeUndefined();
  expect(webhookMs).toBeGreaterThanOrEqual(190);
  expect(chat.application.received).toHaveLength(1);
});

test.concurrent('a fallback is requested once, with the error, and its replies are sent', async () => {
  await using fallback = await startApplication({
    '/fallback': twiml('<Message>עוד רגע</Message>'),
  });
  await using chat = await openChat(
    { status: 502 },
    { sender: { fallbackUrl: `${fallback.url}/fallback` } },
  );
  chat.customer.write({ text: 'שלום' });
  const [shown] = await chat.customer.received(1);

  expect(shown?.body).toBe('עוד רגע');
  expect(fallback.forms('/fallback')).toMatchObject([
    { Body: 'שלום', ErrorCode: '11200', ErrorUrl: `${chat.application.url}/inbound` },
  ]);
});

test.concurrent('a message can be delivered twice, and the second answer counts', async () => {
  let times = 0;
  await using chat = await openChat(() => twiml(`<Message>${++times}</Message>`));
  const switches = { webhookFaults: 'duplicate' } as const;
  await chat.customer.write({ text: 'שלום' }, { switches }).posted;

  const [first, second] = chat.application.received as [Received, Received];
  expect(first.form).toEqual(second.form);
  expect(first.headers['i-twilio-idempotency-token']).toBe(
    second.headers['i-twilio-idempotency-token'],
  );
  expect((await chat.customer.received(1)).map(({ body }) => body)).toEqual(['2']);
});

test.concurrent('a message that is posted again has the same parameters and a new token, and its replies are not sent', async () => {
  await using chat = await openChat(twiml('<Message>שלום</Message>'));
  const { customer, application } = chat;
  const { messageSid, posted } = customer.write({ text: 'שלום' }, { parameters: { Extra: '1' } });
  await posted;
  const again = await customer.repost(messageSid).posted;

  const [first, second] = application.received as [Received, Received];
  expect(second.form).toEqual(first.form);
  expect(second.headers['i-twilio-idempotency-token']).not.toBe(
    first.headers['i-twilio-idempotency-token'],
  );
  expect(again.replies.map(({ body }) => body)).toEqual(['שלום']);
  expect(chat.written()).toHaveLength(1);
});

test.concurrent('several messages are posted at once, and one can overtake another', async () => {
  const arrived = Promise.withResolvers<void>();
  await using chat = await openChat(async ({ form }) => {
    if (form.Body === 'שנייה') arrived.resolve();
    await arrived.promise;
    return twiml();
  });
  const { customer, application } = chat;
  const posts = [
    customer.write({ text: 'איטית' }, { afterMs: 300 }),
    customer.write({ text: 'ראשונה' }),
    customer.write({ text: 'שנייה' }),
  ];
  await Promise.all(posts.map(({ posted }) => posted));

  const bodies = application.forms('/inbound').map(({ Body }) => Body);
  expect(bodies.at(-1)).toBe('איטית');
  expect(bodies.slice(0, 2).toSorted()).toEqual(['ראשונה', 'שנייה']);
  const written = customer.conversation().map(({ body }) => body);
  expect(written).toEqual(['איטית', 'ראשונה', 'שנייה']);
});

test.concurrent.for([
  ['wrong', /./],
  ['missing', /^undefined$/],
] as const)('a message can come with a %s signature', async ([signatureFault, shape]) => {
  await using chat = await openChat();
  await chat.customer.write({ text: 'שלום' }, { switches: { signatureFault } }).posted;

  const [{ headers, form }] = chat.application.received as [Received];
  const sent = String(headers['x-twilio-signature']);
  expect(sent).toMatch(shape);
  expect(twilio.validateRequest(authToken, sent, `${chat.application.url}/inbound`, form)).toBe(
    false,
  );
});

test.concurrent('closing the exchange aborts its deliveries', async () => {
  const chat = await openChat(() => new Promise(() => {}));
  const { posted } = chat.customer.write({ text: 'שלום' });
  await chat.application.asked('/inbound');
  await chat[Symbol.asyncDispose]();

  expect(await posted).toMatchObject({ replies: [], errors: [] });
});
