import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import twilio from 'twilio';
import { signature, signedUrl } from 'twilio-exchange/account/account.ts';
import { connectionOverrides } from 'twilio-exchange/http/connection-overrides.ts';
import { expect, test } from 'vitest';
import { type Received, startApplication, twiml } from './application.ts';
import { authToken, caller, happened, openExchange } from './world.ts';

const redirectOnce = (path: string) => twiml(`<Redirect>${path}</Redirect>`);

test.concurrent('an incoming call is announced by a form in UTF-8 whose unknown places are blank', async () => {
  await using application = await startApplication({ '/voice': twiml() });
  await using exchange = await openExchange(application);

  await exchange.dial({ from: caller }).ended;

  const [request] = application.received as [Received];
  expect(request.method).toBe('POST');
  expect(request.headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'content-length': String(request.body.length),
    'user-agent': 'TwilioProxy/1.1',
    accept: '*/*',
    connection: 'close',
    'x-home-region': 'us1',
  });
  expect(request.body).toContain('From=%2B972501234567');
  expect(request.body).toContain('ToState=&');
  expect(request.form).toMatchObject({
    AccountSid: `AC${'0'.repeat(31)}1`,
    CallSid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
    CallStatus: 'ringing',
    ApiVersion: '2010-04-01',
    Direction: 'inbound',
    Called: '+97233000000',
    CallerCountry: 'IL',
    FromCity: '',
    CallToken: expect.any(String),
  });
});

test.concurrent('a call names the line that forwarded it, where the carrier tells it', async () => {
  await using application = await startApplication({ '/voice': twiml() });
  await using exchange = await openExchange(application);

  await exchange.dial({ from: caller, forwardedFrom: '+97231111111' }).ended;
  await exchange.dial({ from: caller }).ended;

  const [forwarded, direct] = application.forms('/voice');
  expect(forwarded).toMatchObject({ From: caller, ForwardedFrom: '+97231111111' });
  expect(direct).not.toHaveProperty('ForwardedFrom');
});

test.concurrent('a webhook carries the signature of its URL and sorted fields, as in Twilio’s reference vector', async () => {
  const fields = {
    Digits: '1234',
    To: '+18005551212',
    From: '+14158675310',
    Caller: '+14158675310',
    CallSid: 'CA1234567890ABCDE',
  };
  const account = { accountSid: 'AC', authToken: '12345' };
  expect(signature(account, 'https://example.com/myapp.php?foo=1&bar=2', fields)).toBe(
    'L/OH5YylLD5NRKLltdqwSvS0BnU=',
  );
});

test.concurrent('the SDK accepts every signed request, by POST with its port and by GET', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Redirect method="GET">/second?name=%D7%93%D7%A0%D7%94</Redirect>'),
    '/second': twiml(),
  });
  await using exchange = await openExchange(application);

  await exchange.dial({ from: caller }).ended;

  const [first, second] = application.received as [Received, Received];
  const sent = (request: Received) => String(request.headers['x-twilio-signature']);
  const { validateRequest } = twilio;
  expect(validateRequest(authToken, sent(first), `${application.url}/voice`, first.form)).toBe(
    true,
  );
  expect(
    validateRequest('another token', sent(first), `${application.url}/voice`, first.form),
  ).toBe(false);
  const secondUrl = `${application.url}/second?${second.rawQuery}`;
  expect(second).toMatchObject({ method: 'GET', body: '' });
  expect(second.rawQuery).toMatch(/^name=%D7%93%D7%A0%D7%94&AccountSid=AC/);
  expect(validateRequest(authToken, sent(second), secondUrl, {})).toBe(true);
});

test('the port of an https URL is signed for messages only, credentials and fragment never', () => {
  const url = new URL('https://user:secret@voice.test:8443/in?b=2&a=%D7%90#rc=2');
  expect(signedUrl(url, 'voice')).toBe('https://voice.test/in?b=2&a=%D7%90');
  expect(signedUrl(url, 'messaging')).toBe('https://voice.test:8443/in?b=2&a=%D7%90');
});

test.concurrent('credentials and fragment are neither sent nor signed', async () => {
  await using application = await startApplication({ '/voice': twiml() });
  const voiceUrl = `${application.url.replace('://', '://user:secret@')}/voice#rc=2`;
  await using exchange = await openExchange(application, { number: { voiceUrl } });

  await exchange.dial({ from: caller }).ended;

  const [request] = application.received as [Received];
  expect(request.headers.authorization).toBeUndefined();
  expect(
    twilio.validateRequest(
      authToken,
      String(request.headers['x-twilio-signature']),
      `${application.url}/voice`,
      request.form,
    ),
  ).toBe(true);
});

test.concurrent('the query string of a webhook is requested and signed byte for byte', async () => {
  await using application = await startApplication({ '/voice': twiml() });
  const query = 'b=2&a=%d7%90&&plus=1+1&c';
  const voiceUrl = `${application.url}/voice?${query}#rc=2`;
  await using exchange = await openExchange(application, { number: { voiceUrl } });

  await exchange.dial({ from: caller }).ended;

  const [{ rawQuery, headers, form }] = application.received as [Received];
  expect(rawQuery).toBe(query);
  const sent = String(headers['x-twilio-signature']);
  const url = `${application.url}/voice?${query}`;
  expect(twilio.validateRequest(authToken, sent, url, form)).toBe(true);
});

test.concurrent('a retried delivery keeps its idempotency token, the next delivery has another', async () => {
  let attempts = 0;
  await using application = await startApplication({
    '/voice': () => (++attempts < 3 ? { status: 503 } : redirectOnce('/second')),
    '/second': twiml(),
  });
  const voiceUrl = `${application.url}/voice#rc=5&rp=5xx`;
  await using exchange = await openExchange(application, { number: { voiceUrl } });

  const { errors } = await exchange.dial({ from: caller }).ended;

  const tokens = application.received.map((it) => it.headers['i-twilio-idempotency-token']);
  expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(tokens).toEqual([
    tokens[0],
    tokens[0],
    tokens[0],
    expect.not.stringMatching(`${tokens[0]}`),
  ]);
  expect(errors).toEqual([]);
});

test.concurrent('an answer of 500 is not retried unless the URL asks for it', async () => {
  await using application = await startApplication({ '/voice': { status: 500 } });
  await using exchange = await openExchange(application);

  await exchange.dial({ from: caller }).ended;

  expect(application.received).toHaveLength(1);
});

test.concurrent('a refused connection is tried once more and then logged as 11205', async () => {
  const gone = await startApplication({});
  await gone[Symbol.asyncDispose]();
  await using exchange = await openExchange(gone);

  const report = await exchange.dial({ from: caller }).ended;

  expect(report.events.filter(({ type }) => type === 'webhook')).toEqual([
    { type: 'webhook', url: `${gone.url}/voice`, at: expect.any(Number) },
    { type: 'webhook', url: `${gone.url}/voice`, at: expect.any(Number) },
  ]);
  expect(report.errors.map(({ code }) => code)).toEqual([11205]);
});

test.concurrent('a call rings at the first request, is in progress at later ones, and completed at the last', async () => {
  await using application = await startApplication({
    '/voice': redirectOnce('/second'),
    '/second': twiml(),
    '/status': { status: 204 },
  });
  await using exchange = await openExchange(application, {
    number: { statusCallback: `${application.url}/status` },
  });

  await exchange.dial({ from: caller }).ended;

  const told = application.received.map(({ path, form }) => [path, form.CallStatus]);
  expect(told).toEqual([
    ['/voice', 'ringing'],
    ['/second', 'in-progress'],
    ['/status', 'completed'],
  ]);
});

test.concurrent.for([
  [
    'a body over 64 kB',
    { headers: { 'Content-Type': 'text/xml' }, body: ' '.repeat(66_000) },
    11750,
  ],
  [
    'a type that is not XML',
    { headers: { 'Content-Type': 'application/json' }, body: '{}' },
    12300,
  ],
  ['a document that does not parse', '<Response><Hangup></Response>', 12100],
  ['an unescaped ampersand', '<Response><Redirect>/a?b=1&c=2</Redirect></Response>', 12100],
  ['a root that is not Response', '<response/>', 12102],
  ['an answer of 404', { status: 404 }, 11200],
  ['an answer of 500', { status: 500, body: 'oh' }, 11200],
  ['a missing Content-Type', { body: '<Response/>' }, 11200],
  ['an endless redirect', { status: 307, headers: { Location: '/voice' } }, 11215],
] as const)('%s ends the call and is logged with its code', async ([, answer, code]) => {
  await using application = await startApplication({ '/voice': answer });
  await using exchange = await openExchange(application);

  const { endedBy, errors } = await exchange.dial({ from: caller }).ended;

  expect(endedBy).toBe('error');
  expect(errors).toMatchObject([{ code, level: 'error', url: `${application.url}/voice` }]);
  expect(exchange.errors).toEqual(errors);
});

test('a URL’s fragment sets timeouts, retries and retry policy, within limits', () => {
  expect(connectionOverrides('#ct=50&rt=300&tt=99999&rc=9&rp=4xx,rt', 15_000)).toEqual({
    connectTimeoutMs: 100,
    readTimeoutMs: 300,
    totalTimeoutMs: 15_000,
    retries: 5,
    retryOn: new Set(['4xx', 'rt']),
  });
  expect(connectionOverrides('', 15_000)).toEqual({
    connectTimeoutMs: 5000,
    readTimeoutMs: 15_000,
    totalTimeoutMs: 15_000,
    retries: 1,
    retryOn: new Set(['ct']),
  });
});

const nothing = () => new Promise<never>(() => {});

test.concurrent.for([
  ['', { status: 404 }, 1],
  ['', { status: 503 }, 1],
  ['#rt=200', nothing, 1],
  ['#rp=4xx', { status: 404 }, 2],
  ['#rp=4xx', { status: 503 }, 1],
  ['#rp=5xx&rc=3', { status: 503 }, 4],
  ['#rp=5xx', { status: 404 }, 1],
  ['#rp=all&rc=2', { status: 404 }, 3],
  ['#rp=all&rc=0', { status: 404 }, 1],
  ['#rp=rt&rt=200', nothing, 2],
  ['#rp=rt&rt=1000&tt=1500&rc=5', nothing, 2],
] as const)(
  'with "%s" in the URL an answer of %j is requested %d times',
  async ([fragment, answer, times]) => {
    await using application = await startApplication({ '/voice': answer });
    const voiceUrl = `${application.url}/voice${fragment}`;
    await using exchange = await openExchange(application, { number: { voiceUrl } });

    const { errors } = await exchange.dial({ from: caller }).ended;

    expect(application.received).toHaveLength(times);
    expect(errors.map(({ code }) => code)).toEqual([answer === nothing ? 11205 : 11200]);
  },
);

test.concurrent.for([
  ['#ct=200', 2],
  ['#ct=200&rc=2', 3],
  ['#ct=200&rp=rt', 1],
] as const)(
  'with "%s" in the URL a connection that fails is tried %d times',
  async ([fragment, times]) => {
    let connections = 0;
    // Accepts the TCP connection, and never answers TLS.
    const server = createServer(() => connections++).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await using application = await startApplication({});
    const voiceUrl = `https://127.0.0.1:${port}/voice${fragment}`;
    await using exchange = await openExchange(application, { number: { voiceUrl } });

    const { errors } = await exchange.dial({ from: caller }).ended;
    server.close();

    expect(connections).toBe(times);
    expect(errors.map(({ code }) => code)).toEqual([11205]);
  },
);

test.concurrent('an unknown retry policy is logged as 11243 and nothing is sent', async () => {
  await using application = await startApplication({ '/voice': twiml() });
  const voiceUrl = `${application.url}/voice#rp=always`;
  await using exchange = await openExchange(application, { number: { voiceUrl } });

  const { errors } = await exchange.dial({ from: caller }).ended;

  expect([errors[0]?.code, application.received]).toEqual([11243, []]);
});

test.concurrent('an application that does not answer in time is logged as 11205', async () => {
  await using application = await startApplication({ '/voice': () => new Promise(() => {}) });
  await using exchange = await openExchange(application, { switches: { webhookTimeoutMs: 200 } });

  const { errors } = await exchange.dial({ from: caller }).ended;

  expect(errors.map(({ code }) => code)).toEqual([11205]);
  expect(application.received).toHaveLength(1);
});

test.concurrent('a redirected webhook is followed and signed for its last URL', async () => {
  await using application = await startApplication({
    '/voice': { status: 307, headers: { Location: '/moved' } },
    '/moved': twiml(),
  });
  await using exchange = await openExchange(application);

  const { errors } = await exchange.dial({ from: caller }).ended;

  const [, moved] = application.received as [Received, Received];
  expect(errors).toEqual([]);
  expect(
    twilio.validateRequest(
      authToken,
      String(moved.headers['x-twilio-signature']),
      `${application.url}/moved`,
      moved.form,
    ),
  ).toBe(true);
});

test.concurrent('a document that fails is replaced by the fallback URL, which gets the error', async () => {
  await using application = await startApplication({
    '/voice': { status: 502 },
    '/fallback': twiml('<Hangup/>'),
  });
  const voiceFallbackUrl = `${application.url}/fallback`;
  await using exchange = await openExchange(application, { number: { voiceFallbackUrl } });

  const { endedBy } = await exchange.dial({ from: caller }).ended;

  expect(endedBy).toBe('twiml');
  expect(application.forms('/fallback')).toMatchObject([
    { ErrorCode: '11200', ErrorUrl: `${application.url}/voice`, CallStatus: 'ringing' },
  ]);
});

test.concurrent('a later document that fails is replaced by the fallback URL too', async () => {
  await using application = await startApplication({
    '/voice': redirectOnce('/later'),
    '/later': { status: 500 },
    '/fallback': twiml('<Hangup/>'),
  });
  const voiceFallbackUrl = `${application.url}/fallback`;
  await using exchange = await openExchange(application, { number: { voiceFallbackUrl } });

  const { endedBy } = await exchange.dial({ from: caller }).ended;

  expect(endedBy).toBe('twiml');
  expect(application.forms('/fallback')).toMatchObject([
    { ErrorCode: '11200', ErrorUrl: `${application.url}/later`, CallStatus: 'in-progress' },
  ]);
});

test.concurrent('a fallback that fails too is not requested again, and the call ends with an application error', async () => {
  await using application = await startApplication({
    '/voice': { status: 502 },
    '/fallback': { status: 502 },
  });
  const voiceFallbackUrl = `${application.url}/fallback`;
  await using exchange = await openExchange(application, { number: { voiceFallbackUrl } });

  const { endedBy, errors, heard } = await exchange.dial({ from: caller }).ended;

  expect(endedBy).toBe('error');
  expect(errors.map(({ url }) => url)).toEqual([`${application.url}/voice`, voiceFallbackUrl]);
  expect(application.received).toHaveLength(2);
  expect(heard.length).toBeGreaterThanOrEqual(8000);
});

test.concurrent('without a fallback the caller hears an application error, and the call ends', async () => {
  await using application = await startApplication({ '/voice': { status: 502 } });
  await using exchange = await openExchange(application);

  const { endedBy, heard, longestDeadAirMs } = await exchange.dial({ from: caller }).ended;

  expect(endedBy).toBe('error');
  expect(heard.length).toBeGreaterThanOrEqual(8000);
  expect(longestDeadAirMs).toBeLessThan(200);
});

test.concurrent('an empty document ends the call', async () => {
  await using application = await startApplication({ '/voice': twiml() });
  await using exchange = await openExchange(application);

  const { endedBy, errors } = await exchange.dial({ from: caller }).ended;

  expect([endedBy, errors]).toEqual(['twiml', []]);
});

test.concurrent.for([
  ['hangup', 'twiml'],
  ['application-error', 'error'],
] as const)('an answer without a body is logged and ends the call by %s', async ([way, by]) => {
  await using application = await startApplication({ '/voice': { status: 204 } });
  await using exchange = await openExchange(application, { switches: { emptyActionBody: way } });

  const { endedBy, errors } = await exchange.dial({ from: caller }).ended;

  expect(endedBy).toBe(by);
  expect(errors.map(({ code }) => code)).toEqual([12100]);
});

test.concurrent('a status callback carries the call’s duration; an error in its answer is a warning', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Pause length="1"/>'),
    '/status': { status: 500, headers: { 'Content-Type': 'text/xml' }, body: twiml('<Hangup/>') },
  });
  await using exchange = await openExchange(application, {
    number: { statusCallback: `${application.url}/status` },
  });

  const { errors } = await exchange.dial({ from: caller }).ended;

  expect(application.forms('/status')).toMatchObject([
    {
      CallStatus: 'completed',
      CallDuration: '1',
      Duration: '1',
      CallbackSource: 'call-progress-events',
      SequenceNumber: '0',
      SipResponseCode: '200',
      Timestamp: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/),
    },
  ]);
  expect(errors).toMatchObject([{ code: 15003, level: 'warning' }]);
});

test.concurrent('a caller who hangs up while it rings was never answered', async () => {
  await using application = await startApplication({
    '/voice': () => new Promise(() => {}),
    '/status': { status: 204 },
  });
  await using exchange = await openExchange(application, {
    number: { statusCallback: `${application.url}/status` },
  });

  const call = exchange.dial({ from: caller });
  await application.asked('/voice');
  call.hangUp();
  const report = await call.ended;

  expect(report).toMatchObject({ endedBy: 'caller', longestDeadAirMs: 0 });
  expect(report.answeredAt).toBeUndefined();
  expect(application.forms('/status')).toMatchObject([{ CallStatus: 'no-answer' }]);
});

test.concurrent('closing the exchange ends its calls without a webhook', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Pause length="60"/>'),
    '/status': { status: 204 },
  });
  const exchange = await openExchange(application, {
    number: { statusCallback: `${application.url}/status` },
  });

  const call = exchange.dial({ from: caller });
  await happened(call, 'answered');
  await exchange[Symbol.asyncDispose]();

  expect((await call.ended).endedBy).toBe('exchange');
  expect(application.forms('/status')).toEqual([]);
});
