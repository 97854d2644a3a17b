import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { expect, test } from 'vitest';
import { startApplication, twiml } from './application.ts';
import { caller, happened, openExchange, rest, toneFile } from './world.ts';

test.concurrent('verbs run strictly in order, and the end of the document hangs up', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Play>/a.wav</Play>', '<Pause length="1"/>', '<Play>/b.wav</Play>'),
    '/a.wav': toneFile(100),
    '/b.wav': toneFile(100),
  });
  await using exchange = await openExchange(application);

  const { events, endedBy, longestDeadAirMs } = await exchange.dial({ from: caller }).ended;

  const { url } = application;
  expect(events.slice(2)).toMatchObject([
    { type: 'playing', url: `${url}/a.wav` },
    { type: 'played', url: `${url}/a.wav` },
    { type: 'playing', url: `${url}/b.wav` },
    { type: 'played', url: `${url}/b.wav` },
    { type: 'ended', by: 'twiml' },
  ]);
  expect(endedBy).toBe('twiml');
  expect(longestDeadAirMs).toBeGreaterThanOrEqual(980);
});

test('<Hangup> ends the call before the verbs after it', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Hangup/>', '<Redirect>/never</Redirect>'),
  });
  await using exchange = await openExchange(application);

  const { endedBy } = await exchange.dial({ from: caller }).ended;

  expect(endedBy).toBe('twiml');
  expect(application.received).toHaveLength(1);
});

test('relative URLs are resolved against the URL of their document', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Redirect>/menus/first?n=1</Redirect>'),
    '/menus/first': twiml('<Redirect>second</Redirect>'),
    '/menus/second': twiml('<Redirect method="GET">../third</Redirect>'),
    '/third': twiml(),
  });
  await using exchange = await openExchange(application);

  await exchange.dial({ from: caller }).ended;

  expect(application.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /voice',
    'POST /menus/first',
    'POST /menus/second',
    'GET /third',
  ]);
});

test.concurrent('a relative URL in a document that came over REST is logged as 11100 and fails the call', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Pause length="30"/>'),
    '/a.wav': toneFile(100),
  });
  await using exchange = await openExchange(application);

  const call = exchange.dial({ from: caller });
  await happened(call, 'answered');
  await rest(exchange, `/Calls/${call.callSid}.json`, {
    form: { Twiml: twiml('<Play>/a.wav</Play>') },
  });
  const { endedBy, errors } = await call.ended;

  expect(endedBy).toBe('error');
  expect(errors.map(({ code }) => code)).toEqual([11100]);
});

test('a prompt is fetched without parameters or signature, and holds the call for its duration', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Play>/a.wav?v=2</Play>'),
    '/a.wav': toneFile(500),
  });
  await using exchange = await openExchange(application);

  const { events, heard } = await exchange.dial({ from: caller }).ended;

  const fetched = application.received[1];
  expect(fetched).toMatchObject({ method: 'GET', path: '/a.wav', rawQuery: 'v=2', body: '' });
  expect(fetched?.headers['x-twilio-signature']).toBeUndefined();
  const moment = (type: string) => events.find((event) => event.type === type)?.at ?? Number.NaN;
  expect(moment('played') - moment('playing')).toBeGreaterThan(450);
  expect(heard.filter((byte) => byte !== 0xff).length).toBeGreaterThan(3500);
});

test('a prompt with an ETag is revalidated', async () => {
  const file = toneFile(60);
  const tagged = { ...file, headers: { ...file.headers, ETag: '"v1"' } };
  await using application = await startApplication({
    '/voice': twiml('<Play loop="2">/a.wav</Play>', '<Play>/a.wav</Play>'),
    '/a.wav': (request) => (request.headers['if-none-match'] === '"v1"' ? { status: 304 } : tagged),
  });
  await using exchange = await openExchange(application);

  const { events } = await exchange.dial({ from: caller }).ended;

  expect(events.filter(({ type }) => type === 'played')).toHaveLength(3);
  expect(application.forms('/a.wav')).toHaveLength(2);
});

test.for([
  ['of another type', { headers: { 'Content-Type': 'text/html' }, body: '<p>' }, 12300],
  ['without a type', { body: 'sound' }, 11200],
  ['that is missing', { status: 404 }, 11200],
  [
    'that is not what its type says',
    { headers: { 'Content-Type': 'audio/mpeg' }, body: '?' },
    11200,
  ],
] as const)('a prompt %s is logged and skipped', async ([, answer, code]) => {
  await using application = await startApplication({
    '/voice': twiml('<Play>/prompt</Play>', '<Redirect>/next</Redirect>'),
    '/prompt': answer,
    '/next': twiml(),
  });
  await using exchange = await openExchange(application);

  const { errors } = await exchange.dial({ from: caller }).ended;

  expect(errors.map((error) => error.code)).toEqual([code]);
  expect(application.forms('/next')).toHaveLength(1);
});

test('a document written by the SDK runs without a warning', async () => {
  await using application = await startApplication(
    {
      '/voice': ({ headers }) => {
        const document = new VoiceResponse();
        document.play(`http://${headers.host}/a.wav`);
        const connect = document.connect({ action: `http://${headers.host}/ended?gen=1&x=2` });
        const stream = connect.stream({
          url: `ws://${headers.host}/media`,
          statusCallback: `http://${headers.host}/stream?gen=1`,
        });
        stream.parameter({ name: 'token', value: '<"&\'>' });
        document.redirect(`http://${headers.host}/ended`);
        return document.toString();
      },
      '/a.wav': toneFile(40),
      '/stream': { status: 204 },
      '/ended': () => {
        const document = new VoiceResponse();
        document.record({
          action: '/done',
          timeout: 1,
          maxLength: 120,
          finishOnKey: '#',
          playBeep: false,
          recordingStatusCallback: '/recording',
          recordingStatusCallbackEvent: ['completed', 'absent'],
        });
        document.hangup();
        return document.toString();
      },
      '/done': twiml('<Hangup/>'),
      '/recording': { status: 204 },
    },
    (socket) => socket.close(),
  );
  await using exchange = await openExchange(application, {
    switches: { recordingAvailableDelayMs: 0 },
  });

  await exchange.dial({ from: caller }).ended;
  const { form } = await application.asked('/recording');

  expect(exchange.errors.map(({ code }) => code)).toEqual([31921, 16102]);
  expect(application.received.find(({ path }) => path === '/ended')?.rawQuery).toBe('gen=1&x=2');
  expect(form.RecordingStatus).toBe('absent');
});

test('an unknown verb or attribute is a warning, and the call goes on', async () => {
  await using application = await startApplication({
    '/voice': twiml('<play>/a.wav</play>', '<Redirect verb="POST">/next</Redirect>'),
    '/next': twiml(),
  });
  await using exchange = await openExchange(application);

  const { errors } = await exchange.dial({ from: caller }).ended;

  expect(errors).toMatchObject([
    { code: 12200, level: 'warning', message: expect.stringContaining('<play>') },
    { code: 12200, level: 'warning', message: expect.stringContaining('<Redirect verb>') },
  ]);
  expect(application.forms('/next')).toHaveLength(1);
});

test('the stream is not opened before the preceding verbs have ended', async () => {
  await using application = await startApplication(
    {
      '/voice': ({ headers }) =>
        twiml(
          '<Play>/a.wav</Play>',
          `<Connect><Stream url="ws://${headers.host}/media"/></Connect>`,
        ),
      '/a.wav': toneFile(300),
    },
    (socket) => socket.close(),
  );
  await using exchange = await openExchange(application);

  const { events } = await exchange.dial({ from: caller }).ended;

  const types = events.map(({ type }) => type);
  expect(types.indexOf('stream-started')).toBeGreaterThan(types.indexOf('played'));
});

test.for([
  ['a scheme other than wss', 'url="https://media.test/ws"', 31922],
  ['ws beyond loopback', 'url="ws://media.test/ws"', 31922],
  ['a URL that is none', 'url="media"', 31923],
  ['no URL', '', 31923],
  ['a track other than inbound', 'url="wss://media.test/ws" track="both_tracks"', 31941],
] as const)('a stream with %s is refused, and the call goes on', async ([, attributes, code]) => {
  await using application = await startApplication({
    '/voice': twiml(`<Connect><Stream ${attributes}/></Connect>`, '<Redirect>/next</Redirect>'),
    '/next': twiml(),
  });
  await using exchange = await openExchange(application);

  const { errors, events } = await exchange.dial({ from: caller }).ended;

  expect(errors.map((error) => error.code)).toEqual([code]);
  expect(events).toContainEqual({ type: 'stream-refused', code, at: expect.any(Number) });
  expect(application.forms('/next')).toHaveLength(1);
});

test.for([
  ['strip', ['/media'], []],
  ['refuse', [], [31920]],
] as const)('a query string in the stream URL: %s', async ([way, upgrades, codes]) => {
  const asked: string[] = [];
  await using application = await startApplication(
    {
      '/voice': ({ headers }) =>
        twiml(`<Connect><Stream url="ws://${headers.host}/media?token=1"/></Connect>`),
    },
    (_socket, request) => asked.push(request.url ?? ''),
  );
  await using exchange = await openExchange(application, { switches: { streamQueryString: way } });

  const call = exchange.dial({ from: caller });
  await Promise.race([happened(call, 'stream-started'), happened(call, 'stream-refused')]);
  call.hangUp();
  const { errors } = await call.ended;

  expect(asked).toEqual(upgrades);
  expect(errors.map(({ code }) => code)).toEqual(codes);
});
