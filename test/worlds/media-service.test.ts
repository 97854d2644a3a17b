import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#local/polling.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { greetedCall } from '../greeted-call.ts';
import { sendSilence } from '../silent-frames.ts';
import { newSid, openStream, type StreamClient, startMessages } from '../twilio-requests.ts';

let world: World;
const logs: string[] = [];
beforeAll(async () => {
  world = await openWorld({
    settings: { ...closedWorld(), product: { MAX_CONNECTIONS: '20' } },
    onLog: (line) => logs.push(line),
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const streams: StreamClient[] = [];
afterEach(async () => {
  const open = streams.splice(0);
  for (const { socket } of open) socket.terminate();
  await Promise.all(open.map(({ closed }) => closed));
});
async function connect(
  ...options: Parameters<typeof openStream> extends [unknown, ...infer Rest] ? Rest : never
) {
  const stream = await openStream(world, ...options);
  if (stream.status === 101) streams.push(stream);
  return stream;
}

const find = async (callSid: string) => (await world.crm.ofCall(callSid)).callLog;
const isAttached = (callSid: string) =>
  waitUntil(
    () => find(callSid),
    (call) => call?.stream_sid !== undefined && call.status === 'in_progress',
    5_000,
  );
const seen = (event: string) => logs.filter((line) => line.includes(event));

describe('the handshake', () => {
  test.each(['/ws/twilio-media', '/ws/twilio-media/'])(
    'is accepted on %s when Twilio signed it',
    async (path) => {
      expect((await connect({ path })).status).toBe(101);
    },
  );

  test.each(['/ws/twilio-media', '/ws/twilio-media/'])(
    'is refused with 403 on %s without a signature',
    async (path) => {
      expect((await connect({ path, isSigned: false })).status).toBe(403);
    },
  );

  test('is refused with 403 under another signature', async () => {
    const options = { headers: { 'x-twilio-signature': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' } };
    expect((await connect({ isSigned: false, options })).status).toBe(403);
  });

  test('offers no extension, even to a client that does', async () => {
    const { socket } = await connect({ options: { perMessageDeflate: true } });
    expect(socket.extensions).toBe('');
  });

  test('of a plain GET is answered with 426', async () => {
    const response = await fetch(`${world.url}/ws/twilio-media`);
    expect([response.status, response.headers.get('upgrade')]).toEqual([426, 'websocket']);
  });

  test.each([
    ['a plain GET', false, 426],
    ['an unsigned handshake', true, 403],
  ])(
    'of %s with a stranger’s query is answered as without it: the edge keeps errors by the path alone',
    async (_, isUpgrade, status) => {
      const path = '/ws/twilio-media?x=1';
      const answered = isUpgrade
        ? (await connect({ path, isSigned: false })).status
        : (await fetch(world.url + path)).status;
      expect(answered).toBe(status);
    },
  );

  test('of anything but the stream paths is answered with 404, inside as outside', async () => {
    const inside = { url: `http://127.0.0.1:${world.media.processes[0]?.port}`, env: world.env };
    expect((await openStream(inside, { path: '/ws/other' })).status).toBe(404);
    expect((await fetch(`${inside.url}/webhook/incoming_call`)).status).toBe(404);
    expect(await (await fetch(`${inside.url}/healthz`)).text()).toBe('ok\n');
  });
});

describe('strangers at the door', () => {
  const handshake = [
    'GET /ws/twilio-media HTTP/1.1',
    ...['Host: any', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    '\r\n',
  ].join('\r\n');

  /** Opens a client that is refused and keeps its socket open. */
  async function stranger(): Promise<Socket> {
    const port = world.media.processes[0]?.port ?? 0;
    const socket = connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => {});
    socket.write(handshake);
    await once(socket, 'data');
    return socket;
  }

  test('take no place from Twilio once they were refused', async () => {
    const strangers = await Promise.all(Array.from({ length: 20 }, stranger));
    const { status, socket } = await connect();
    expect(status).toBe(101);
    socket.terminate();
    for (const stranger of strangers) stranger.destroy();
  });

  test('are let go, however long they stay', async () => {
    const strangers = await Promise.all(Array.from({ length: 30 }, stranger));
    const areGone = () => {
      for (const socket of strangers) if (!socket.destroyed) socket.write('still here');
      return strangers.every(({ destroyed }) => destroyed);
    };
    await expect.poll(areGone, { timeout: 5_000, interval: 200 }).toBe(true);
  });
});

describe('a socket without a start', () => {
  test('is closed after two seconds', async () => {
    const { closed } = await connect();
    const startedAt = Date.now();
    await closed;
    expect(Date.now() - startedAt).toBeGreaterThan(1_500);
  });

  test('holds one of the places of its task until it is closed', async () => {
    const first = await Promise.all(Array.from({ length: 20 }, () => connect()));
    expect(first.map(({ status }) => status)).toEqual(Array(20).fill(101));
    expect((await connect()).status).toBe(503);
    await Promise.all(first.map(({ closed }) => closed));
    expect((await connect()).status).toBe(101);
  });

  test('is closed when its token is wrong, is another call’s or another account’s', async () => {
    const { callSid, token } = await greetedCall(world);
    const wrong = [
      startMessages(world, { callSid, token: token.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')) }),
      startMessages(world, { callSid: newSid('CA'), token }),
      startMessages(
        { ...world, env: { TWILIO_ACCOUNT_SID: `AC${'9'.repeat(32)}` } },
        { callSid, token },
      ),
      startMessages(world, { callSid, token: '' }),
    ];
    for (const messages of wrong) {
      const stream = await connect();
      for (const message of messages) stream.send(message);
      await stream.closed;
    }
    expect((await find(callSid))?.stream_sid).toBeUndefined();
  });
});

describe('a stream', () => {
  async function started(hasFrames = false) {
    const { callSid, token } = await greetedCall(world);
    const streamSid = newSid('MZ');
    const stream = await connect();
    for (const message of startMessages(world, { callSid, token, streamSid })) stream.send(message);
    if (hasFrames) sendSilence(stream);
    await isAttached(callSid);
    return { stream, callSid, token, streamSid };
  }

  test('attaches to its call and is watched', async () => {
    const { callSid, streamSid } = await started();
    expect(await find(callSid)).toMatchObject({
      stream_sid: streamSid,
      status: 'in_progress',
      gen: 1,
    });
    const { watch } = await waitUntil(
      () => world.crm.ofCall(callSid),
      (records) => records.watch?.phase === 'media',
      5_000,
    );
    expect(watch).toMatchObject({ gen: 1, phase: 'media' });
  });

  test('attaches once: a second socket with the same token is closed', async () => {
    const { callSid, token, streamSid, stream } = await started();
    const second = await connect();
    for (const message of startMessages(world, { callSid, token })) second.send(message);
    await second.closed;
    expect((await find(callSid))?.stream_sid).toBe(streamSid);
    expect(stream.socket.readyState).toBe(stream.socket.OPEN);
  });

  test('is held by one socket, though the store cannot say by which', async () => {
    const { callSid, token } = await greetedCall(world);
    const streamSid = newSid('MZ');
    await world.dynamoDb.setFault('down');
    const [first, second] = [await connect(), await connect()];
    for (const { send } of [first, second])
      for (const message of startMessages(world, { callSid, token, streamSid })) send(message);
    await Promise.race([first.closed, second.closed]);
    await world.dynamoDb.setFault('none');
    const open = [first, second].filter(({ socket }) => socket.readyState === socket.OPEN);
    expect(open).toHaveLength(1);
  });

  test('moves its alarm while frames arrive; when they stop, the call goes to the recorded prompt', async () => {
    const { stream, callSid } = await started();
    const deadline = async () => (await world.crm.ofCall(callSid)).watch?.deadline_at ?? 0;
    const first = await deadline();
    const fallSilent = sendSilence(stream);
    const moved = await waitUntil(deadline, (at) => at > first, 6_000);
    fallSilent();
    expect(moved).toBeGreaterThan(first);
    const stoppedAt = Date.now();
    await stream.closed;
    expect(Date.now() - stoppedAt).toBeGreaterThan(1_900);
    expect(await find(callSid)).toMatchObject({ control: 'stream', intent: 'fallback' });
  });

  test('survives everything that does not belong on it', async () => {
    const { stream, callSid, token } = await started();
    const before = seen('stream.ignored').length;
    const junk = [
      '{',
      'null',
      '[]',
      '{"event":"unknown"}',
      '{"event":"media"}',
      '{"event":"media","media":{"payload":7}}',
      '{"event":"mark","mark":{}}',
    ];
    for (let round = 0; round < 3; round++) {
      for (const message of junk) stream.send(message);
      stream.socket.send(Buffer.from([1, 2, 3]));
      for (const message of startMessages(world, { callSid, token })) stream.send(message);
    }
    stream.send({ event: 'media', media: { payload: 'not base64 ☎' } });
    await waitUntil(
      async () => seen('stream.ignored').length,
      (count) => count >= before + 3,
      5_000,
    );
    expect(seen('stream.ignored').slice(before)).toHaveLength(3);
    expect(stream.socket.readyState).toBe(stream.socket.OPEN);
  });

  test('that sends more than 64 KB at once is closed, and the service goes on', async () => {
    const { stream } = await started();
    stream.send('x'.repeat(65 * 1024));
    await stream.closed;
    expect((await connect()).status).toBe(101);
  });

  test('sends exactly the documented fields, with the stream’s own identifier', async () => {
    const { stream, streamSid } = await started();
    const text = 'שלום, אני מחפש דירה להשכרה בתל אביב';
    const mulaw = await world.voice.speak(text, 'caller');
    world.phrasebook.register(text, mulaw);
    const hear = (frame: Uint8Array) =>
      stream.send({ event: 'media', media: { payload: Buffer.from(frame).toString('base64') } });
    for (let at = 0; at < mulaw.length; at += 160) hear(mulaw.subarray(at, at + 160));
    const silence = setInterval(hear, 20, new Uint8Array(160).fill(0xff));
    await waitUntil(
      async () => stream.received,
      (all) => all.some(({ event }) => event === 'mark'),
      10_000,
    );
    clearInterval(silence);
    for (const message of stream.received) {
      expect(message['streamSid']).toBe(streamSid);
      if (message['event'] === 'media') {
        expect(Object.keys(message).sort()).toEqual(['event', 'media', 'streamSid']);
        const { media } = message as { media: { payload: string } };
        expect(Object.keys(media)).toEqual(['payload']);
        expect(Buffer.from(media.payload, 'base64').length % 160).toBe(0);
      } else {
        expect(message).toEqual({ event: 'mark', streamSid, mark: { name: expect.any(String) } });
      }
    }
    expect(stream.received.some(({ event }) => event === 'media')).toBe(true);
  });

  test('whose caller hangs up in the middle of a sentence keeps the half that was said', async () => {
    // Synthesis comes first: it may take longer than the 2 s that a stream may be without frames.
    const mulaw = await world.voice.speak('שלום, אני מחפש דירה להשכרה בתל אביב', 'caller');
    const { stream, callSid } = await started();
    for (let at = 0; at < mulaw.length / 2; at += 160) {
      const payload = Buffer.from(mulaw.subarray(at, at + 160)).toString('base64');
      stream.send({ event: 'media', media: { payload } });
    }
    stream.send({ event: 'stop' });
    const { turns } = await waitUntil(
      () => world.crm.ofCall(callSid),
      (records) => records.turns.some(({ mode }) => mode === 'rescued'),
      5_000,
    );
    expect(turns).toMatchObject([{ id: '001-0001', mode: 'rescued' }]);
  });

  test('writes no words, no numbers and no token into the log', async () => {
    const all = logs.join('\n');
    expect(all).toContain('stream.attached');
    expect(all).not.toMatch(/[א-ת]/);
    expect(all).not.toContain('+972501234567');
    expect(all).not.toContain(world.env['TWILIO_AUTH_TOKEN']);
  });

  test('is refused past the cap on connections', async () => {
    const ten = () => Promise.all(Array.from({ length: 10 }, () => started(true)));
    await ten();
    await ten();
    expect((await connect()).status).toBe(503);
  });
});
