import twilio from 'twilio';
import { STALE_TOKEN } from 'twilio-exchange/account/account.ts';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import { expect, test } from 'vitest';
import { type Received, startApplication, twiml } from './application.ts';
import { dialStream } from './streamed-call.ts';
import { authToken, caller, openExchange } from './world.ts';

/** Calls an application that hangs up after its greeting, with a fallback and a status callback. */
async function callUnder(switches: Partial<Switches>, voice = twiml('<Hangup/>')) {
  await using application = await startApplication({
    '/voice': voice,
    '/fallback': twiml('<Hangup/>'),
    '/status': { status: 204 },
  });
  await using exchange = await openExchange(application, {
    number: {
      voiceFallbackUrl: `${application.url}/fallback`,
      statusCallback: `${application.url}/status`,
    },
    switches,
  });
  const report = await exchange.dial({ from: caller }).ended;
  const paths = application.received.map(({ path }) => path);
  return { report, paths, received: application.received, url: application.url };
}

const tokensOf = (received: readonly Received[]) =>
  received.map(({ headers }) => headers['i-twilio-idempotency-token']);

test.concurrent('a duplicated webhook comes twice with one idempotency token, and the second answer counts', async () => {
  let asked = 0;
  await using application = await startApplication({
    '/voice': () => twiml(`<Redirect>/answer${++asked}</Redirect>`),
    '/answer2': twiml(),
  });
  await using exchange = await openExchange(application, {
    switches: { webhookFaults: 'duplicate' },
  });

  const { events } = await exchange.dial({ from: caller }).ended;

  const paths = application.received.map(({ path }) => path);
  expect(paths).toEqual(['/voice', '/voice', '/answer2', '/answer2']);
  const [first, second, third] = tokensOf(application.received);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
  expect(events.filter(({ type }) => type === 'webhook')).toHaveLength(4);
});

test.concurrent('a webhook whose first connection fails is tried once more, with its token', async () => {
  const { report, paths, url } = await callUnder({
    webhookFaults: 'connect-fail-then-retry',
    faultyUrls: '/voice',
  });

  expect(paths).toEqual(['/voice', '/status']);
  expect(report.events.filter(({ type }) => type === 'webhook')).toMatchObject([
    { url: `${url}/voice` },
    { url: `${url}/voice`, status: 200 },
    { url: `${url}/status`, status: 204 },
  ]);
  expect(report.errors).toEqual([]);
});

test.concurrent('a lost webhook never reaches the application, and the fallback is requested', async () => {
  const { report, paths } = await callUnder({ webhookFaults: 'lost', faultyUrls: '/voice' });

  expect(paths).toEqual(['/fallback', '/status']);
  expect(report.errors.map(({ code }) => code)).toEqual([11205]);
});

test.concurrent('a webhook that is replayed comes again, byte for byte, and its second answer is dropped', async () => {
  let asked = 0;
  await using application = await startApplication({
    '/voice': () =>
      ++asked === 1 ? twiml('<Pause length="1"/>') : twiml('<Redirect>/x</Redirect>'),
  });
  await using exchange = await openExchange(application);
  const webhooks = [{ urls: '/voice', webhookFaults: { replayAfterMs: 300 } }];
  const call = exchange.dial({ from: caller, trouble: { webhooks } });
  const first = await application.asked('/voice');
  const askedAt = performance.now();
  const second = await application.asked('/voice', 2);
  const { endedBy, errors } = await call.ended;

  expect(performance.now() - askedAt).toBeGreaterThan(250);
  expect(second).toEqual(first);
  expect([endedBy, errors, application.received.length]).toEqual(['twiml', [], 2]);
});

test.concurrent('a webhook can be replayed after its call is over', async () => {
  await using application = await startApplication({ '/voice': twiml() });
  await using exchange = await openExchange(application, {
    switches: { webhookFaults: { replayAfterMs: 200 } },
  });
  await exchange.dial({ from: caller }).ended;
  const before = application.received.length;
  const replayed = await application.asked('/voice', 2);

  expect(before).toBe(1);
  expect(replayed.form.CallStatus).toBe('ringing');
});

test.concurrent('a slow answer counts within the time limit', async () => {
  const { report } = await callUnder({ webhookFaults: { slowMs: 300 }, faultyUrls: '/voice' });

  expect((report.answeredAt ?? 0) - report.startedAt).toBeGreaterThanOrEqual(290);
  expect(report.errors).toEqual([]);
});

test.concurrent('an answer slower than the time limit is lost, and the fallback is requested', async () => {
  const { report, paths } = await callUnder({
    webhookFaults: { slowMs: 16_000 },
    webhookTimeoutMs: 1000,
    faultyUrls: '/voice',
  });

  expect(paths).toEqual(['/voice', '/fallback', '/status']);
  expect(report.errors.map(({ code }) => code)).toEqual([11205]);
});

test.concurrent.for(['wrong', 'missing', 'stale-token'] as const)(
  'the SDK refuses a %s signature',
  async (signatureFault) => {
    const { received, url } = await callUnder({ signatureFault, faultyUrls: '/voice' });

    const validity = received.map(({ path, form, headers }) => {
      const sent = String(headers['x-twilio-signature'] ?? '');
      return [path, twilio.validateRequest(authToken, sent, url + path, form)];
    });
    expect(validity).toEqual([
      ['/voice', false],
      ['/status', true],
    ]);
    expect('x-twilio-signature' in (received[0]?.headers ?? {})).toBe(signatureFault !== 'missing');
  },
);

test.concurrent('a stale signature is that of the token before the last rotation', async () => {
  const { received, url } = await callUnder({ signatureFault: 'stale-token' });
  const { headers, form } = received[0] as Received;
  const sent = String(headers['x-twilio-signature']);
  expect(twilio.validateRequest(STALE_TOKEN, sent, `${url}/voice`, form)).toBe(true);
});

test.concurrent('an application that refuses a bad signature is logged as 11200, and the fallback is requested', async () => {
  await using application = await startApplication({
    '/voice': ({ headers, form }) => {
      const sent = String(headers['x-twilio-signature']);
      const isGenuine = twilio.validateRequest(authToken, sent, `${application.url}/voice`, form);
      return isGenuine ? twiml() : { status: 403 };
    },
    '/fallback': twiml(),
  });
  await using exchange = await openExchange(application, {
    number: { voiceFallbackUrl: `${application.url}/fallback` },
    switches: { signatureFault: 'wrong', faultyUrls: '/voice' },
  });

  const { errors } = await exchange.dial({ from: caller }).ended;

  expect(errors).toMatchObject([{ code: 11200, message: 'HTTP retrieval failure: HTTP 403' }]);
  expect(application.forms('/fallback')).toHaveLength(1);
});

test.concurrent('a stream is requested with the bad signature too', async () => {
  let sent: string | string[] | undefined = 'none yet';
  await using application = await startApplication(
    {
      '/voice': ({ headers }) =>
        twiml(`<Connect><Stream url="ws://${headers.host}/media"/></Connect>`),
    },
    (socket, { headers }) => {
      sent = headers['x-twilio-signature'];
      socket.close();
    },
  );
  await using exchange = await openExchange(application, {
    switches: { signatureFault: 'missing', faultyUrls: '/media' },
  });

  await exchange.dial({ from: caller }).ended;

  expect(sent).toBeUndefined();
});

/** Streams a call for a moment. Returns the status callbacks in the order of arrival. */
async function callbacksUnder(statusCallbackOrder: Switches['statusCallbackOrder']) {
  await using streamed = await dialStream({ switches: { statusCallbackOrder } });
  const stream = await streamed.stream();
  await stream.message('media', 3);
  streamed.call.hangUp();
  await streamed.call.ended;
  return streamed.application.received.flatMap(({ path, form }) => {
    if (path === '/stream') return [form.StreamEvent];
    return path === '/status' ? ['call-ended'] : [];
  });
}

test.concurrent.for([
  ['in-order', ['stream-started', 'stream-stopped', 'call-ended']],
  ['shuffled', ['stream-stopped', 'stream-started', 'call-ended']],
  ['dropped', []],
] as const)('status callbacks arrive %s', async ([order, came]) => {
  expect(await callbacksUnder(order)).toEqual(came);
});

test.concurrent('duplicated status callbacks arrive twice each', async () => {
  const came = await callbacksUnder('duplicated');
  const twice = ['stream-started', 'stream-stopped', 'call-ended'].flatMap((it) => [it, it]);
  expect(came.toSorted()).toEqual(twice.toSorted());
});

test.concurrent('a late status callback arrives after everything else', async () => {
  await using streamed = await dialStream({
    trouble: { webhooks: [{ urls: '/stream', statusCallbackOrder: { lateMs: 800 } }] },
  });
  await (await streamed.stream()).message('media', 3);
  streamed.call.hangUp();
  await streamed.call.ended;
  await streamed.application.asked('/stream', 2);

  const paths = streamed.application.received.map(({ path }) => path);
  expect(paths).toEqual(['/voice', '/ended', '/status', '/stream', '/stream']);
});

test.concurrent('every webhook of a call can have a fault of its own', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Redirect>/second</Redirect>'),
    '/second': twiml(),
    '/status': { status: 204 },
  });
  const statusCallback = `${application.url}/status`;
  await using exchange = await openExchange(application, { number: { statusCallback } });
  const webhooks = [
    { urls: '/second', webhookFaults: 'duplicate', signatureFault: 'missing' },
    { urls: '/status', statusCallbackOrder: 'dropped' },
  ] as const;

  await exchange.dial({ from: caller, trouble: { webhooks } }).ended;
  await exchange.dial({ from: caller }).ended;

  const isSigned = ({ path, headers }: Received) => [path, 'x-twilio-signature' in headers];
  expect(application.received.map(isSigned)).toEqual([
    ['/voice', true],
    ['/second', false],
    ['/second', false],
    ['/voice', true],
    ['/second', true],
    ['/status', true],
  ]);
});

test.concurrent('faults affect only requests to the URLs that are named', async () => {
  const { paths } = await callUnder({ statusCallbackOrder: 'dropped', faultyUrls: '/elsewhere' });
  expect(paths).toEqual(['/voice', '/status']);
});

test.concurrent('one call can have switches of its own', async () => {
  await using application = await startApplication({ '/voice': twiml() });
  await using exchange = await openExchange(application, {
    switches: { webhookFaults: 'duplicate' },
  });

  await exchange.dial({ from: caller, switches: { webhookFaults: 'none' } }).ended;
  await exchange.dial({ from: caller }).ended;

  expect(application.received).toHaveLength(3);
});
