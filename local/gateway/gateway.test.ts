import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { TooManyRequests } from '#local/aws/lambda/lambda-api.ts';
import { routes, streamPaths } from '#shared/routes.ts';
import type { Target } from './balancer.ts';
import { createEdge, type Edge } from './edge.ts';
import { createGateway, type GatewayOptions } from './gateway.ts';

test('a form reaches the function of its route as an HTTP API hands it over', async () => {
  const asked: unknown[] = [];
  await using gateway = await open({
    invoke: async (name, event) => {
      asked.push(name, event);
      return { payload: { statusCode: 204 } };
    },
  });

  const response = await fetch(`${gateway.url}/webhook/stream_ended?gen=1&x=%D7%90+b&x=c`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'X-Twilio-Signature': 'abc=',
      'user-agent': 'TwilioProxy/1.1',
      cookie: 'a=1; b=2',
    },
    body: 'CallSid=CA1&Digits=%23',
  });

  expect(response.status).toBe(204);
  expect(asked).toEqual([
    'stream-ended',
    {
      version: '2.0',
      routeKey: 'POST /webhook/stream_ended',
      rawPath: '/webhook/stream_ended',
      rawQueryString: 'gen=1&x=%D7%90+b&x=c',
      cookies: ['a=1', 'b=2'],
      headers: expect.objectContaining({
        'x-twilio-signature': 'abc=',
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        host: expect.stringContaining('execute-api'),
        'x-forwarded-for': '127.0.0.1',
      }),
      queryStringParameters: { gen: '1', x: 'א b,c' },
      requestContext: expect.objectContaining({
        http: {
          method: 'POST',
          path: '/webhook/stream_ended',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'TwilioProxy/1.1',
        },
        stage: '$default',
        requestId: expect.any(String),
        timeEpoch: expect.any(Number),
        domainName: expect.any(String),
      }),
      body: Buffer.from('CallSid=CA1&Digits=%23').toString('base64'),
      isBase64Encoded: true,
    },
  ]);
});

test('JSON arrives as text, and a request without a body has no body', async () => {
  const events: unknown[] = [];
  await using gateway = await open({
    invoke: async (_, event) => {
      events.push(event);
      return { payload: {} };
    },
  });
  const headers = { 'content-type': 'application/json' };
  await post(gateway.url, '/webhook/call_status', { headers, body: '{"א":1}' });
  await post(gateway.url, '/webhook/call_status', {});

  expect(events[0]).toMatchObject({ body: '{"א":1}', isBase64Encoded: false });
  expect(events[1]).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  expect(events[1]).not.toHaveProperty('body');
  expect(events[1]).not.toHaveProperty('queryStringParameters');
});

test('headers that come twice are joined by a comma', async () => {
  await using gateway = await open({ invoke: async (_, event) => ({ payload: event }) });
  const { body } = await raw(gateway.port, [
    'GET /healthz HTTP/1.1',
    'Host: x',
    'X-Twice: a',
    'x-twice: b',
  ]);

  expect(JSON.parse(body).headers['x-twice']).toBe('a,b');
});

test.each(Object.entries(routes))('%s has its function', async (name, { method, path }) => {
  await using gateway = await open({ invoke: async (asked) => ({ payload: asked }) });
  const response = await fetch(gateway.url + path, { method });

  expect(await response.text()).toBe(/^(health|ready)z$/.test(name) ? 'health' : name);
});

test.each<[unknown, number, string | null, string]>([
  [
    { statusCode: 200, headers: { 'Content-Type': 'text/xml' }, body: '<Response/>' },
    200,
    'text/xml',
    '<Response/>',
  ],
  [{ statusCode: 200, body: 'b2s=', isBase64Encoded: true }, 200, 'text/plain;charset=UTF-8', 'ok'],
  [{ statusCode: 503, body: 'no' }, 503, 'text/plain;charset=UTF-8', 'no'],
  [
    {
      statusCode: 200,
      headers: { 'content-length': '1', 'Transfer-Encoding': 'chunked' },
      body: 'אב',
    },
    200,
    'text/plain;charset=UTF-8',
    'אב',
  ],
  ['ok', 200, 'application/json', 'ok'],
  [{ ok: true }, 200, 'application/json', '{"ok":true}'],
  [null, 200, 'application/json', 'null'],
  [{ statusCode: '200' }, 500, 'application/json', '{"message":"Internal Server Error"}'],
  [{ statusCode: 101 }, 500, 'application/json', '{"message":"Internal Server Error"}'],
  [
    { statusCode: 200, body: { a: 1 } },
    500,
    'application/json',
    '{"message":"Internal Server Error"}',
  ],
  [
    { statusCode: 200, headers: { a: null } },
    500,
    'application/json',
    '{"message":"Internal Server Error"}',
  ],
  [
    { statusCode: 200, headers: { a: 'b\r\nc: d' } },
    500,
    'application/json',
    '{"message":"Internal Server Error"}',
  ],
])('the result %j is answered with %i', async (payload, status, type, body) => {
  await using gateway = await open({ invoke: async () => ({ payload }) });
  const response = await fetch(`${gateway.url}/healthz`);

  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe(type);
  expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(body)));
  expect(await response.text()).toBe(body);
});

test('cookies of a result are set one by one', async () => {
  await using gateway = await open({
    invoke: async () => ({ payload: { statusCode: 204, cookies: ['a=1', 'b=2'] } }),
  });

  expect((await fetch(`${gateway.url}/healthz`)).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test('a function that fails or cannot be run is an Internal Server Error without a word more', async () => {
  const failures: GatewayOptions['invoke'][] = [
    async () => ({ payload: { errorMessage: 'secret' }, functionError: 'Unhandled' }),
    () => Promise.reject(new Error('secret')),
  ];
  for (const invoke of failures) {
    await using gateway = await open({ invoke });
    const response = await fetch(`${gateway.url}/healthz`);
    expect([response.status, await response.json()]).toEqual([
      500,
      { message: 'Internal Server Error' },
    ]);
  }
});

test('a function that is throttled is Service Unavailable', async () => {
  const invoke = () => Promise.reject(new TooManyRequests('health'));
  await using gateway = await open({ invoke });
  const response = await fetch(`${gateway.url}/healthz`);
  expect([response.status, await response.json()]).toEqual([
    503,
    { message: 'Service Unavailable' },
  ]);
});

test.each([
  ['GET', '/'],
  ['GET', '/webhook/incoming_call'],
  ['POST', '/webhook/incoming_call/'],
  ['POST', '/webhook/Incoming_call'],
  ['POST', '/healthz'],
  ['HEAD', '/healthz'],
  ['GET', '//healthz'],
  ['GET', '/static/tts/'],
  ['GET', '/static/tts/missing.mp3'],
  ['GET', '/static/tts/../prompts.json'],
  ['GET', '/static/tts/..%2fprompts.json'],
  ['GET', '/static/tts/greeting.txt'],
  ['GET', '/static/tts/greeting.mp3/'],
  ['GET', '/static/prompts.json'],
  ['POST', '/static/tts/greeting.mp3'],
  ['GET', '/ws/twilio-media/x'],
  ['GET', '/ws'],
  ['GET', '/2015-03-31/functions/health/invocations'],
])('PORT answers nothing but its routes: %s %s is not found', async (method, path) => {
  await using gateway = await open({});
  const { status, headers, body } = await raw(gateway.port, [
    `${method} ${path} HTTP/1.1`,
    'Host: x',
  ]);

  expect(status).toBe(404);
  expect(headers['content-length']).toBe('23');
  expect(body).toBe(method === 'HEAD' ? '' : '{"message":"Not Found"}');
});

test('a body of 64 KB is taken and a larger one refused', async () => {
  await using gateway = await open({ invoke: async () => ({ payload: { statusCode: 204 } }) });
  const body = Buffer.alloc(64 * 1024);

  expect((await post(gateway.url, '/webhook/call_status', { body })).status).toBe(204);
  const larger = await post(gateway.url, '/webhook/call_status', { body: `${body}x` });
  expect([larger.status, await larger.json()]).toEqual([
    413,
    { message: 'Request Entity Too Large' },
  ]);
});

test('a prompt is served with a strong ETag to GET and HEAD, and with 304 for that ETag', async () => {
  await using gateway = await open({});
  const url = `${gateway.url}/static/tts/greeting.mp3`;
  const first = await fetch(url);
  const etag = first.headers.get('etag') ?? '';

  expect(Object.fromEntries(first.headers)).toMatchObject({
    'content-type': 'audio/mpeg',
    'content-length': '5',
    'cache-control': 'public, max-age=60',
    etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
  });
  expect(await first.text()).toBe('audio');
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '5']);
  for (const condition of [etag, `"x", W/${etag}`, '*']) {
    const again = await fetch(url, { headers: { 'if-none-match': condition } });
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
  }
  expect((await fetch(url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
});

test.each(streamPaths)('a media stream on %s talks to the media service', async (path) => {
  await using service = await echoService();
  await using gateway = await open({ targets: [service.target] });
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}${path}`);
  await once(socket, 'open');
  socket.send('{"event":"start"}');

  const [message] = await once(socket, 'message');

  expect(String(message)).toBe('{"event":"start"}');
  const closed = once(socket, 'close');
  socket.close(1000, 'bye');
  expect((await closed)[0]).toBe(1000);
});

test('the handshake arrives byte for byte, with the caller’s address added', async () => {
  await using service = await recordingService();
  await using gateway = await open({ targets: [service.target] });
  const socket = connect(gateway.port, '127.0.0.1');
  socket.write(
    'GET /ws/twilio-media?a=%2F HTTP/1.1\r\nHost: voice.example.com\r\nX-Twilio-Signature: q+/=\r\n' +
      'upgrade: websocket\r\nCONNECTION: Upgrade\r\nSec-WebSocket-Key: k\r\n\r\nearly',
  );

  expect(await service.received('early')).toBe(
    'GET /ws/twilio-media?a=%2F HTTP/1.1\r\nHost: voice.example.com\r\nX-Twilio-Signature: q+/=\r\n' +
      'upgrade: websocket\r\nCONNECTION: Upgrade\r\nSec-WebSocket-Key: k\r\n' +
      'X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n\r\nearly',
  );
  socket.destroy();
});

test('a refusal of the media service is forwarded unchanged, and the connection ends', async () => {
  const service = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    verifyClient: (_info, decide) => decide(false, 403, 'no signature'),
  });
  await once(service, 'listening');
  await using gateway = await open({ targets: [targetOf(service)] });

  const response = await upgrade(gateway.port, '/ws/twilio-media');

  expect([response.statusCode, await text(response)]).toEqual([403, 'no signature']);
  expect(response.headers.connection).toBe('close');
  service.close();
});

test('the media service answers a plain GET on a stream path with 426', async () => {
  await using service = await echoService();
  await using gateway = await open({ targets: [service.target] });

  const response = await fetch(`${gateway.url}/ws/twilio-media`);

  expect([response.status, await response.text()]).toEqual([426, 'Upgrade Required']);
});

test('without a registered media service, a stream is refused with 503', async () => {
  await using gateway = await open({});
  expect((await upgrade(gateway.port, '/ws/twilio-media')).statusCode).toBe(503);
  expect((await fetch(`${gateway.url}/ws/twilio-media`)).status).toBe(503);
});

test('a stream whose process refuses connections is a bad gateway: no second process is tried', async () => {
  await using service = await echoService();
  const gone = await echoService();
  await gone[Symbol.asyncDispose]();
  await using gateway = await open({ targets: [gone.target, service.target] });

  expect((await upgrade(gateway.port, '/ws/twilio-media')).statusCode).toBe(502);
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/ws/twilio-media`);
  await once(socket, 'open');
  socket.terminate();
});

test('a stream whose process does not answer the first packet is a gateway time-out after ten seconds', async () => {
  const process = spawn(execPath, ['-e', DEAF]);
  const [said] = await once(process.stdout, 'data');
  const target = { host: '127.0.0.1', port: Number(String(said)) };
  // Two connections fill the queue; the kernel drops the first packets of all others.
  const queued = Array.from({ length: 2 }, () => connect(target.port, target.host));
  await Promise.all(queued.map((socket) => once(socket, 'connect')));
  await using gateway = await open({ targets: [target] });
  const startedAt = Date.now();
  expect((await upgrade(gateway.port, '/ws/twilio-media')).statusCode).toBe(504);
  expect(Date.now() - startedAt).toBeLessThan(12_000);
  for (const socket of queued) socket.destroy();
  process.kill('SIGKILL');
});

/** Listens with the shortest queue and never accepts a connection. */
const DEAF = `
  const { createServer } = require('node:net');
  const { writeSync } = require('node:fs');
  const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    writeSync(1, String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;

test('without a setting of the stack, one refused stream refuses every stream of the next ten seconds', async () => {
  await using service = await echoService();
  const gone = await echoService();
  await gone[Symbol.asyncDispose]();
  const targets = [gone.target, service.target];
  const refusedAfterOne = async (edge: Edge) => {
    await using gateway = await open({ targets, edge });
    await fetch(`${gateway.url}/ws/twilio-media?any=query`);
    return (await upgrade(gateway.port, '/ws/twilio-media')).statusCode;
  };
  expect(await refusedAfterOne(createEdge({}))).toBe(502);
});

test('with the settings of the stack, a refused stream refuses no other', async () => {
  await using service = await echoService();
  const gone = await echoService();
  await gone[Symbol.asyncDispose]();
  await using gateway = await open({ targets: [gone.target, service.target] });
  expect((await fetch(`${gateway.url}/ws/twilio-media?any=query`)).status).toBe(502);
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/ws/twilio-media`);
  await once(socket, 'open');
  socket.terminate();
});

test('a media service that hangs up during the handshake is a bad gateway', async () => {
  await using service = await recordingService((socket) => socket.destroy());
  await using gateway = await open({ targets: [service.target] });

  expect((await upgrade(gateway.port, '/ws/twilio-media')).statusCode).toBe(502);
});

test('an upgrade on any other path is not found, and an offer of HTTP/2 is ignored', async () => {
  await using gateway = await open({ invoke: async () => ({ payload: 'ok' }) });

  expect((await upgrade(gateway.port, '/healthz')).statusCode).toBe(404);
  expect((await upgrade(gateway.port, '/elsewhere')).statusCode).toBe(404);
  expect((await upgrade(gateway.port, '/healthz', 'h2c')).statusCode).toBe(200);
});

test('a stream whose media service dies is cut at once', async () => {
  await using service = await echoService();
  await using gateway = await open({ targets: [service.target] });
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/ws/twilio-media`);
  await once(socket, 'open');
  const closed = once(socket, 'close');

  for (const client of service.clients) client.terminate();

  expect((await closed)[0]).toBe(1006);
});

test('a caller who vanishes is gone for the media service too', async () => {
  await using service = await echoService();
  await using gateway = await open({ targets: [service.target] });
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/ws/twilio-media`);
  await once(socket, 'open');
  const [client] = service.clients;
  const gone = once(client as WebSocket, 'close');

  socket.terminate();

  expect((await gone)[0]).toBe(1006);
});

test('closing the gateway closes every stream', async () => {
  await using service = await echoService();
  const gateway = await open({ targets: [service.target] });
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/ws/twilio-media`);
  await once(socket, 'open');
  const closed = once(socket, 'close');

  await gateway[Symbol.asyncDispose]();

  expect((await closed)[0]).toBe(1006);
});

/** Opens a gateway whose balancer gives streams to the targets in turn and checks none of them. */
async function open({
  targets = [],
  ...options
}: Partial<GatewayOptions> & { readonly targets?: readonly Target[] }) {
  let placed = 0;
  const place = () => {
    const target = targets[placed++ % targets.length];
    return target && { target, release() {} };
  };
  const folder = await mkdtemp(join(tmpdir(), 'assets-'));
  await mkdir(join(folder, 'tts'));
  await writeFile(join(folder, 'tts', 'greeting.mp3'), 'audio');
  await writeFile(join(folder, 'tts', 'greeting.txt'), 'secret');
  await writeFile(join(folder, 'prompts.json'), '[]');
  const gateway = await createGateway({
    port: 0,
    invoke: () => Promise.reject(new Error('nothing to invoke')),
    staticFolders: [pathToFileURL(`${folder}/`)],
    balancer: { place },
    ...options,
  });
  return {
    ...gateway,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

function post(url: string, path: string, init: RequestInit) {
  return fetch(url + path, { method: 'POST', ...init });
}

/** Sends a request line by line, so that no HTTP client normalises it. */
async function raw(port: number, lines: readonly string[]) {
  const socket = connect(port, '127.0.0.1');
  socket.write([...lines, 'Connection: close', '', ''].join('\r\n'));
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n', 2);
  const [first = '', ...rest] = head.split('\r\n');
  const headers = rest.map((line) => line.toLowerCase().split(': ') as [string, string]);
  return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(headers), body };
}

async function upgrade(port: number, path: string, protocol = 'websocket') {
  const key = 'AAAAAAAAAAAAAAAAAAAAAA==';
  const headers = {
    connection: 'Upgrade',
    'sec-websocket-version': '13',
    upgrade: protocol,
    'sec-websocket-key': key,
  };
  const [response] = await once(request({ port, path, headers }).end(), 'response');
  return response as IncomingMessage;
}

async function echoService() {
  const service = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  service.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  await once(service, 'listening');
  return {
    target: targetOf(service),
    clients: service.clients,
    async [Symbol.asyncDispose]() {
      for (const client of service.clients) client.terminate();
      await new Promise((resolve) => service.close(resolve));
    },
  };
}

/** Starts a media service that accepts every handshake and records every byte. */
async function recordingService(onConnection: (socket: Socket) => void = () => {}) {
  let bytes = '';
  const { promise, resolve } = Promise.withResolvers<void>();
  let awaited = '';
  const server = createServer((socket) => {
    onConnection(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      if (bytes === '') {
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
        );
      }
      bytes += chunk.toString('latin1');
      if (awaited !== '' && bytes.endsWith(awaited)) resolve();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    target: targetOf(server),
    async received(end: string) {
      awaited = end;
      if (!bytes.endsWith(end)) await promise;
      return bytes;
    },
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function targetOf(server: { address(): string | AddressInfo | null }) {
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}
