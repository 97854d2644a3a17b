import { once } from 'node:events';
import { levelDbfs } from '@agent-locator/audio/mulaw.ts';
import { tone } from 'twilio-exchange/line/tone.ts';
import type { StreamTrouble } from 'twilio-exchange/trouble/call-trouble.ts';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { startApplication, twiml } from './application.ts';
import { dialStream, media } from './streamed-call.ts';
import { caller, happened, listened, openExchange } from './world.ts';

const again = twiml('<Redirect>/voice</Redirect>');
const parameter = '<Parameter name="token" value="1.1700000000000.aBcD-eF"/>';

test.concurrent.for([
  [{ fault: 'refused', status: 403 }, 31920, 'the server answered 403'],
  [{ fault: 'refused', status: 503 }, 31920, 'the server answered 503'],
  [{ fault: 'nobody-listens' }, 31902, '31902'],
  [{ fault: 'no-answer' }, 31901, '31901'],
] as const satisfies [StreamTrouble, number, string][])(
  'a stream with %j never reaches its server, is logged as %d, and the call goes on',
  async ([stream, code, told]) => {
    await using streamed = await dialStream({
      trouble: { stream },
      switches: { handshakeTimeoutMs: 1000 },
    });
    const { errors, endedBy } = await streamed.call.ended;

    expect(errors.map((error) => error.code)).toEqual([code]);
    expect(streamed.streams).toHaveLength(0);
    expect(streamed.application.forms('/stream')).toMatchObject([
      { StreamEvent: 'stream-error', StreamError: expect.stringContaining(told) },
    ]);
    expect(streamed.application.forms('/ended')).toMatchObject([{ CallStatus: 'in-progress' }]);
    expect(endedBy).toBe('twiml');
  },
);

test.concurrent('a mute stream is open for the exchange, and unknown to its server', async () => {
  await using streamed = await dialStream({ trouble: { stream: { fault: 'mute' } } });
  await happened(streamed.call, 'stream-started');
  await listened(streamed.call, 25);
  streamed.call.hangUp();
  const { errors, heard } = await streamed.call.ended;

  expect(streamed.streams).toHaveLength(0);
  expect(levelDbfs(heard)).toBeLessThan(-50);
  expect(errors).toEqual([]);
});

test.concurrent('a stream that is reset ends on both sides without a close, and the call goes on', async () => {
  await using streamed = await dialStream({
    trouble: { stream: { fault: 'reset', afterMs: 1000 } },
  });
  const { errors, events } = await streamed.call.ended;

  const stream = await streamed.stream();
  expect(await stream.closed).toBe(1006);
  expect(errors.map(({ code }) => code)).toEqual([31903]);
  const moment = (type: string) => events.find((event) => event.type === type)?.at ?? 0;
  expect(moment('stream-stopped') - moment('stream-started')).toBeGreaterThan(500);
  expect(streamed.application.forms('/ended')).toHaveLength(1);
});

test.concurrent('a partitioned stream stays open on both sides, and passes neither data nor its end', async () => {
  await using streamed = await dialStream({
    trouble: { stream: { fault: 'partition', afterMs: 1000 } },
    switches: { stopBeforeClose: false },
  });
  const stream = await streamed.stream();
  await stream.message('media');
  let arrived = 0;
  while (arrived < stream.messages.length) {
    arrived = stream.messages.length;
    await listened(streamed.call, 25);
  }
  stream.send('media', media(tone(440, 200)));
  await listened(streamed.call, 25);
  streamed.call.hangUp();
  const { errors, heard } = await streamed.call.ended;
  // A healthy stream that began later has ended, so this one would have, too.
  const later = streamed.exchange.dial({ from: caller });
  const healthy = await streamed.stream(2);
  await healthy.message('media');
  later.hangUp();
  await healthy.closed;

  expect(stream.messages).toHaveLength(arrived);
  expect(stream.socket.readyState).toBe(stream.socket.OPEN);
  expect(levelDbfs(heard)).toBeLessThan(-50);
  expect(errors).toEqual([]);
});

test.concurrent('a stream can open and never start, until its server closes it', async () => {
  await using streamed = await dialStream({ trouble: { stream: { fault: 'no-start' } } });
  const stream = await streamed.stream();
  await listened(streamed.call, 25);
  stream.socket.close(1008);
  const { errors } = await streamed.call.ended;

  expect(stream.messages).toEqual([]);
  expect(errors.map(({ code }) => code)).toEqual([31921]);
});

test.concurrent('a stream can carry a token of the right shape and the wrong value', async () => {
  await using streamed = await dialStream({
    inside: parameter,
    trouble: { stream: { fault: 'wrong-token' } },
  });
  const { start } = await (await streamed.stream()).message('start');

  expect(start).toMatchObject({ customParameters: { token: '1.1700000000000.AbCd-Ef' } });
});

test.concurrent('invalid messages come between those of a healthy stream', async () => {
  const said: { text: string; isBinary: boolean }[] = [];
  let socket: WebSocket | undefined;
  await using application = await startApplication(
    {
      '/voice': ({ headers }) =>
        twiml(`<Connect><Stream url="ws://${headers.host}/media"/></Connect>`),
    },
    (opened) => {
      socket = opened.on('message', (data, isBinary) => {
        said.push({ text: String(data), isBinary });
      });
    },
  );
  await using exchange = await openExchange(application);
  const call = exchange.dial({
    from: caller,
    trouble: { stream: { fault: 'strange-messages', everyMs: 40 } },
  });
  await happened(call, 'stream-started');
  while (!said.some(({ text }) => text.length > 64 * 1024)) {
    await once(socket as WebSocket, 'message');
  }

  const numbered = said.flatMap(({ text }) => /"chunk":"(\d+)"/.exec(text)?.[1] ?? []);
  expect(numbered).toEqual(numbered.map((_, index) => String(index + 1)));
  expect(said.filter(({ isBinary }) => isBinary)).toHaveLength(1);
  expect(said.filter(({ text }) => /"event":"weather"/.test(text))).toHaveLength(2);
  expect(said.map(({ text }) => text)).toContain('{"event":"media","media":{');
});

test.concurrent('a fault affects as many of a call’s first streams as it says', async () => {
  await using streamed = await dialStream({
    ended: again,
    trouble: { stream: { fault: 'refused', status: 426, times: 2 } },
  });
  await (await streamed.stream()).message('media');
  streamed.call.hangUp();
  const { errors } = await streamed.call.ended;

  expect(errors.map(({ code }) => code)).toEqual([31920, 31920]);
  expect(streamed.streams).toHaveLength(1);
});

test.concurrent('the error of a stream can be repeated after the next stream has started', async () => {
  await using streamed = await dialStream({
    ended: again,
    trouble: {
      stream: { fault: 'refused', status: 503, times: 1 },
      lateStreamError: { afterMs: 100 },
    },
  });
  await streamed.application.asked('/stream', 3);
  const told = streamed.application.forms('/stream');

  const [first, second] = new Set(told.map(({ StreamSid }) => StreamSid));
  expect(told.map(({ StreamSid, StreamEvent }) => [StreamSid, StreamEvent])).toEqual([
    [first, 'stream-error'],
    [second, 'stream-started'],
    [first, 'stream-error'],
  ]);
});

test.concurrent('the error of a stream that died can be sent after the next stream has started', async () => {
  await using streamed = await dialStream({
    ended: again,
    trouble: {
      // Late enough for the handshake of a busy machine.
      stream: { fault: 'reset', afterMs: 1_000, times: 1 },
      lateStreamError: { afterMs: 100 },
    },
  });
  await streamed.application.asked('/stream', 4);
  const told = streamed.application.forms('/stream');

  expect(told.map(({ StreamEvent }) => StreamEvent)).toEqual([
    'stream-started',
    'stream-stopped',
    'stream-started',
    'stream-error',
  ]);
  expect(told[3]).toMatchObject({ StreamSid: told[0]?.StreamSid, StreamError: '31903' });
});
