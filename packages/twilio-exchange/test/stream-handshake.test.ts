import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import twilio from 'twilio';
import { upgradeAnswer } from 'twilio-exchange/http/upgrade-answer.ts';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import { expect, test } from 'vitest';
import { startApplication, twiml } from './application.ts';
import { accountSid, authToken, caller, happened, openExchange } from './world.ts';

/** Places one call whose stream is at `url`. Returns its report and the forms of its webhooks. */
async function callWithStreamAt(url: string, switches: Partial<Switches> = {}) {
  await using application = await startApplication({
    '/voice': ({ headers }) =>
      twiml(
        `<Connect action="/ended"><Stream url="${url}" statusCallback="http://${headers.host}/stream"/></Connect>`,
      ),
    '/ended': twiml('<Hangup/>'),
    '/stream': { status: 204 },
  });
  await using exchange = await openExchange(application, { switches });
  const report = await exchange.dial({ from: caller }).ended;
  return { report, ended: application.forms('/ended'), told: application.forms('/stream') };
}

test('the upgrade is signed over the exact stream URL and offers no origin, extension or subprotocol', async () => {
  let upgrade: IncomingMessage | undefined;
  await using application = await startApplication(
    {
      '/voice': ({ headers }) =>
        twiml(`<Connect><Stream url="ws://${headers.host}/media/%D7%90"/></Connect>`),
    },
    (_socket, request) => {
      upgrade = request;
    },
  );
  await using exchange = await openExchange(application);

  const call = exchange.dial({ from: caller });
  await happened(call, 'stream-started');

  const headers = upgrade?.headers ?? {};
  expect(upgrade?.rawHeaders).toEqual(expect.arrayContaining(['user-agent', 'x-twilio-signature']));
  expect(headers).toMatchObject({
    'user-agent': 'Twilio.TmeWs/1.0',
    'sec-websocket-version': '13',
    host: application.url.slice('http://'.length),
  });
  for (const absent of ['origin', 'sec-websocket-extensions', 'sec-websocket-protocol']) {
    expect(headers).not.toHaveProperty(absent);
  }
  const sent = String(headers['x-twilio-signature']);
  const signedFor = (url: string) => twilio.validateRequest(authToken, sent, url, {});
  expect(signedFor(`${application.wsUrl}/media/%D7%90`)).toBe(true);
  expect(signedFor(`${application.wsUrl}/media/%D7%90/`)).toBe(false);
});

test('a switch signs the stream URL with a trailing slash', async () => {
  let sent = '';
  await using application = await startApplication(
    {
      '/voice': ({ headers }) => twiml(`<Connect><Stream url="ws://${headers.host}/m"/></Connect>`),
    },
    (_socket, request) => {
      sent = String(request.headers['x-twilio-signature']);
    },
  );
  await using exchange = await openExchange(application, {
    switches: { wsSignatureUrl: 'trailing-slash' },
  });

  await happened(exchange.dial({ from: caller }), 'stream-started');

  expect(twilio.validateRequest(authToken, sent, `${application.wsUrl}/m/`, {})).toBe(true);
});

test.for([403, 404, 426, 503, 301])(
  'a stream that is refused with %d is logged as 31920 and the call goes on with the action',
  async (status) => {
    await using server = await startApplication({}, status);
    const { report, ended, told } = await callWithStreamAt(`${server.wsUrl}/media`);

    expect(report.errors).toMatchObject([{ code: 31920, level: 'error' }]);
    expect(report.events).toContainEqual(
      expect.objectContaining({ type: 'stream-refused', status, code: 31920 }),
    );
    expect(ended).toMatchObject([{ CallStatus: 'in-progress' }]);
    expect(told).toMatchObject([
      { StreamEvent: 'stream-error', StreamError: expect.stringContaining(String(status)) },
    ]);
    expect(report.endedBy).toBe('twiml');
  },
);

test('the status callback gets stream-error with the name of a stream that never opened', async () => {
  await using server = await startApplication({}, 426);
  const { report, told } = await callWithStreamAt(`${server.wsUrl}/media`);

  expect(told).toEqual([
    {
      AccountSid: accountSid,
      CallSid: report.callSid,
      StreamSid: expect.stringMatching(/^MZ[0-9a-f]{32}$/),
      StreamName: told[0]?.StreamSid,
      StreamEvent: 'stream-error',
      StreamError: '31920: the server answered 426',
      Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    },
  ]);
});

test('a switch ends the call after a refused stream', async () => {
  await using server = await startApplication({}, 503);
  const { report, ended } = await callWithStreamAt(`${server.wsUrl}/media`, {
    handshakeFailure: 'hangup',
  });
  expect([report.endedBy, ended]).toEqual(['twiml', []]);
});

test('a media server that is down is logged as 31902', async () => {
  const server = await startApplication({});
  await server[Symbol.asyncDispose]();
  const { report, ended } = await callWithStreamAt(`${server.wsUrl}/media`);
  expect(report.errors.map(({ code }) => code)).toEqual([31902]);
  expect(ended).toHaveLength(1);
});

/** Serves raw TCP connections, whose data goes to `onData`. */
async function rawServer(onData: (request: string, socket: Socket) => unknown) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (request) => onData(request.toString('latin1'), socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, [Symbol.dispose]: () => void server.close() };
}

test('a media server that does not answer at all is logged as 31901', async () => {
  using server = await rawServer(() => {});
  const { report, ended } = await callWithStreamAt(`ws://${server.host}/media`, {
    handshakeTimeoutMs: 200,
  });
  expect(report.errors.map(({ code }) => code)).toEqual([31901]);
  expect(ended).toHaveLength(1);
});

test('a TLS handshake that fails is logged as 31910', async () => {
  using server = await rawServer((_, socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const { report, ended } = await callWithStreamAt(`wss://${server.host}/media`);
  expect(report.errors.map(({ code }) => code)).toEqual([31910]);
  expect(ended).toHaveLength(1);
});

test.for(['Sec-WebSocket-Extensions: permessage-deflate', 'Sec-WebSocket-Protocol: audio'])(
  'an upgrade answered with the unoffered %s fails',
  async (header) => {
    using server = await rawServer((request, socket) =>
      socket.write(upgradeAnswer(request, header)),
    );
    const { report, ended } = await callWithStreamAt(`ws://${server.host}/media`);
    expect(report.errors.map(({ code }) => code)).toEqual([31920]);
    expect(ended).toHaveLength(1);
  },
);

test.for([
  ['a fragmented ping', '\x09\x00'],
  ['reserved bits', '\xc1\x00'],
  ['a reserved opcode', '\x83\x00'],
  ['a masked frame', '\x81\x80\x00\x00\x00\x00'],
])(
  '%s is against the WebSocket protocol: the stream is dropped and logged as 31924',
  async ([, frame]) => {
    using server = await rawServer((request, socket) =>
      socket.write(Buffer.from(upgradeAnswer(request) + frame, 'latin1')),
    );
    const { report, ended } = await callWithStreamAt(`ws://${server.host}/media`);
    expect(report.errors.map(({ code }) => code)).toEqual([31924]);
    expect(ended).toMatchObject([{ CallStatus: 'in-progress' }]);
  },
);

test('a connection that is reset is logged as 31903, and the call goes on with the action', async () => {
  using server = await rawServer((request, socket) => {
    const answer = upgradeAnswer(request);
    if (answer) socket.write(answer);
    else socket.resetAndDestroy();
  });
  const { report, ended } = await callWithStreamAt(`ws://${server.host}/media`);
  expect(report.errors.map(({ code }) => code)).toEqual([31903]);
  expect(ended).toMatchObject([{ CallStatus: 'in-progress' }]);
});
