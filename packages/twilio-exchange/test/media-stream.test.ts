import { FRAME_BYTES } from '@agent-locator/audio/mulaw.ts';
import { FILE_HEADER } from 'twilio-exchange/account/error-log.ts';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { twiml } from './application.ts';
import { dialStream, mark, media, type ServerEnd } from './streamed-call.ts';
import { accountSid, happened } from './world.ts';

/** Audio in which every frame is recognisable: frame n is filled with byte n. */
const counted = (frames: number, first = 1) =>
  Uint8Array.from({ length: frames * FRAME_BYTES }, (_, i) => first + Math.floor(i / FRAME_BYTES));

/** Returns the numbers of the counted frames in a track, in order. */
function countedFrames(track: Uint8Array): number[] {
  const frames: number[] = [];
  for (let at = 0; at < track.length; at += FRAME_BYTES) frames.push(track[at] ?? 0);
  return frames.filter((byte) => byte !== 0xff);
}

const marksOf = ({ messages }: ServerEnd) => messages.flatMap((it) => it.mark?.name ?? []);
const payload = (base64 = '') => Buffer.from(base64, 'base64');

test('a stream begins with connected and then start, which is number 1 and carries the parameters', async () => {
  await using streamed = await dialStream({
    inside: '<Parameter name="token" value="a&amp;b"/><Parameter name="n" value="1"/>',
  });
  const stream = await streamed.stream();
  await stream.message('media');

  const streamSid = stream.messages[1]?.streamSid;
  expect(streamSid).toMatch(/^MZ[0-9a-f]{32}$/);
  expect(stream.messages.slice(0, 2)).toEqual([
    { event: 'connected', protocol: 'Call', version: '1.0.0' },
    {
      event: 'start',
      sequenceNumber: '1',
      streamSid,
      start: {
        accountSid,
        streamSid,
        callSid: streamed.call.callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: { token: 'a&b', n: '1' },
      },
    },
  ]);
});

test('media flows every 20 ms in frames of 160 bytes, in silence too, numbered in strings', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  const first = await stream.message('media');
  const startedAt = performance.now();
  const last = await stream.message('media', 26);
  const elapsedMs = performance.now() - startedAt;

  expect(first).toEqual({
    event: 'media',
    sequenceNumber: '2',
    streamSid: stream.messages[1]?.streamSid,
    media: {
      track: 'inbound',
      chunk: '1',
      timestamp: '20',
      payload: Buffer.alloc(160, 0xff).toString('base64'),
    },
  });
  expect(last.media).toMatchObject({ chunk: '26', timestamp: '520' });
  expect(elapsedMs).toBeGreaterThan(440);
  expect(elapsedMs).toBeLessThan(1500);
});

test('what the caller says arrives frame by frame as it was said, its last frame padded', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('media');

  const spoken = counted(5).subarray(0, 5 * FRAME_BYTES - 60);
  await streamed.call.speak(spoken);
  await stream.message('media', stream.messages.length);

  const frames = stream.messages
    .flatMap((it) => (it.media ? [payload(it.media.payload)] : []))
    .filter((frame) => frame[0] !== 0xff);
  expect(Buffer.concat(frames)).toEqual(Buffer.concat([spoken, Buffer.alloc(60, 0xff)]));
});

test('sequence numbers rise by one over media, mark, dtmf and stop', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('media');
  stream.send('mark', mark('here'));
  await stream.message('mark');
  streamed.call.press('5');
  const dtmf = await stream.message('dtmf');
  streamed.call.hangUp();
  await stream.closed;

  expect(dtmf.dtmf).toEqual({ track: 'inbound_track', digit: '5' });
  const [, ...numbered] = stream.messages;
  expect(numbered.map(({ sequenceNumber }) => sequenceNumber)).toEqual(
    numbered.map((_, index) => String(index + 1)),
  );
  expect(stream.messages.at(-1)).toMatchObject({ event: 'stop' });
});

test('the caller hears the audio in order at real time, however fast it was sent', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('start');
  const startedAt = performance.now();
  stream.send('media', media(counted(10)));
  stream.send('media', media(counted(10, 11)));
  stream.send('mark', mark('end'));
  await stream.message('mark');
  const elapsedMs = performance.now() - startedAt;
  streamed.call.hangUp();
  const { heard } = await streamed.call.ended;

  expect(countedFrames(heard)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  expect(elapsedMs).toBeGreaterThan(380);
});

test('each frame that the caller hears is an event', async () => {
  await using streamed = await dialStream();
  const heard: Uint8Array[] = [];
  streamed.call.subscribe((event) => event.type === 'heard' && heard.push(event.frame));
  const stream = await streamed.stream();
  await stream.message('start');
  stream.send('media', media(counted(3)));
  stream.send('mark', mark('end'));
  await stream.message('mark');

  expect(countedFrames(Buffer.concat(heard))).toEqual([1, 2, 3]);
});

test('a mark comes back once the audio before it is played, at once if there is none, and as often as set', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('start');
  stream.send('mark', mark('idle'));
  await stream.message('mark');
  stream.send('media', media(counted(10)));
  stream.send('mark', mark('סוף'));
  stream.send('mark', mark('סוף'));
  const mediaBefore = stream.messages.filter((it) => it.media).length;
  await stream.message('mark', 3);

  expect(marksOf(stream)).toEqual(['idle', 'סוף', 'סוף']);
  const mediaBetween = stream.messages.filter((it) => it.media).length - mediaBefore;
  expect(mediaBetween).toBeGreaterThanOrEqual(9);
});

test('clear silences the caller within a frame, returns waiting marks in order, and later audio plays', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('start');
  stream.send('media', media(counted(100)));
  stream.send('mark', mark('first'));
  stream.send('media', media(counted(10)));
  stream.send('mark', mark('second'));
  await stream.message('media', 5);
  stream.send('clear');
  await stream.message('mark', 2);
  stream.send('media', media(counted(2, 120)));
  stream.send('mark', mark('after'));
  await stream.message('mark', 3);
  streamed.call.hangUp();
  const { heard } = await streamed.call.ended;

  expect(marksOf(stream)).toEqual(['first', 'second', 'after']);
  const frames = countedFrames(heard);
  expect(frames.slice(-2)).toEqual([120, 121]);
  expect(frames.length).toBeLessThan(50);
});

test.for([
  ['another streamSid', JSON.stringify({ event: 'clear', streamSid: 'MZ0' }), 31951],
  ['an extra field', '{"event":"media","streamSid":"$","media":{"payload":"","track":"x"}}', 31951],
  ['a missing field', '{"event":"mark","streamSid":"$"}', 31951],
  ['an unknown event', '{"event":"pause","streamSid":"$"}', 31951],
  [
    'a payload that is not base64',
    '{"event":"media","streamSid":"$","media":{"payload":"?"}}',
    31951,
  ],
  ['no JSON', 'hello', 31951],
  ['a binary frame', Buffer.from('hello'), 31950],
] as const)('a message with %s is ignored and logged once', async ([, message, code]) => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  const { streamSid = '' } = await stream.message('start');
  const sent = typeof message === 'string' ? message.replace('$', streamSid) : message;
  stream.socket.send(sent);
  stream.socket.send(sent);
  stream.send('mark', mark('still here'));
  await stream.message('mark');

  expect(streamed.exchange.errors).toMatchObject([
    { code, level: 'warning', callSid: streamed.call.callSid },
  ]);
});

test.for([
  ['a WAV file', 'RIFF$\0\0\0WAVEfmt ', [FILE_HEADER]],
  ['an MP3 file with a tag', 'ID3\x04\0\0', [FILE_HEADER]],
  ['an Ogg file', 'OggS\0\x02', [FILE_HEADER]],
  ['speech that only happens to spell it', 'ID3 cards', []],
] as const)(
  'audio that begins like %s is heard as it is, and flagged once as: %j',
  async ([, header, codes]) => {
    await using streamed = await dialStream();
    const stream = await streamed.stream();
    await stream.message('start');
    const audio = Buffer.concat([Buffer.from(header, 'latin1'), counted(2)]);
    stream.send('media', media(audio));
    stream.send('media', media(audio));
    stream.send('mark', mark('end'));
    await stream.message('mark');
    streamed.call.hangUp();
    const { errors, heard } = await streamed.call.ended;

    expect(errors.map(({ code, level }) => [code, level])).toEqual(
      codes.map((code) => [code, 'error']),
    );
    expect(Buffer.from(heard).includes(header, 0, 'latin1')).toBe(true);
  },
);

test('a name and value of 500 characters are flagged and kept from the stream, shorter ones are not', async () => {
  const value = (length: number) => 'v'.repeat(length);
  await using streamed = await dialStream({
    inside: `<Parameter name="well" value="${value(495)}"/><Parameter name="long" value="${value(496)}"/>`,
  });
  const stream = await streamed.stream();
  const { start } = await stream.message('start');

  expect(start?.customParameters).toEqual({ well: value(495) });
  expect(streamed.exchange.errors).toMatchObject([
    { code: 12200, level: 'warning', message: expect.stringContaining('<Parameter> long') },
  ]);
});

test('the keys that a caller presses reach the stream one by one, of the track inbound_track', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('media');
  streamed.call.press('0#');
  const keys = [await stream.message('dtmf', 1), await stream.message('dtmf', 2)];

  const { streamSid } = await stream.message('start');
  expect(keys).toEqual([
    {
      event: 'dtmf',
      streamSid,
      sequenceNumber: expect.stringMatching(/^\d+$/),
      dtmf: { track: 'inbound_track', digit: '0' },
    },
    expect.objectContaining({ dtmf: { track: 'inbound_track', digit: '#' } }),
  ]);
  expect(Number(keys[1]?.sequenceNumber)).toBe(Number(keys[0]?.sequenceNumber) + 1);
});

test('a server need not ping', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  let pings = 0;
  stream.socket.on('ping', () => pings++);
  await stream.message('media', 50);

  expect([pings, stream.socket.readyState]).toEqual([0, stream.socket.OPEN]);
});

test('pings of the server are answered', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  const pong = new Promise((resolve) => stream.socket.once('pong', resolve));
  stream.socket.ping('are you there');
  expect(String(await pong)).toBe('are you there');
});

test('a caller who hangs up stops and closes the stream, and the action gets CallStatus=completed', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('media');
  streamed.call.hangUp();
  const { errors, endedBy } = await streamed.call.ended;

  expect(await stream.closed).toBe(1000);
  expect(stream.messages.at(-1)?.stop).toEqual({ accountSid, callSid: streamed.call.callSid });
  expect(streamed.application.forms('/ended')).toMatchObject([{ CallStatus: 'completed' }]);
  expect([errors, endedBy]).toEqual([[], 'caller']);
});

test('switches make a stream die without stop, and keep the hang-up from its action', async () => {
  await using streamed = await dialStream({
    switches: { stopBeforeClose: false, connectActionOnCallerHangup: false },
  });
  const stream = await streamed.stream();
  await stream.message('media');
  streamed.call.hangUp();
  await streamed.call.ended;

  expect(await stream.closed).toBe(1006);
  expect(stream.messages.some(({ event }) => event === 'stop')).toBe(false);
  expect(streamed.application.forms('/ended')).toEqual([]);
});

test('a server that closes its socket is logged as 31921, and the call goes on within a second', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('start');
  const closedAt = Date.now();
  stream.socket.close(4000);
  await streamed.application.asked('/ended');
  const { errors } = await streamed.call.ended;

  expect(Date.now() - closedAt).toBeLessThan(1000);
  expect(errors.map(({ code }) => code)).toEqual([31921]);
  expect(stream.messages.some(({ event }) => event === 'stop')).toBe(false);
});

test('a server that vanishes without a close frame is logged as 31903, and the call goes on', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('start');
  stream.socket.terminate();
  const { errors } = await streamed.call.ended;

  expect(errors.map(({ code }) => code)).toEqual([31903]);
  expect(streamed.application.forms('/ended')).toMatchObject([{ CallStatus: 'in-progress' }]);
});

test.for([
  ['dies', 31903, (socket: WebSocket) => socket.terminate()],
  ['is closed', 31921, (socket: WebSocket) => socket.close(1000)],
] as const)('a stream that %s is never connected again by itself', async ([, code, drop]) => {
  await using streamed = await dialStream({ ended: twiml('<Pause length="1"/>') });
  const stream = await streamed.stream();
  await stream.message('media');
  drop(stream.socket);
  const { errors, endedBy } = await streamed.call.ended;

  expect(streamed.streams).toHaveLength(1);
  expect(errors.map((error) => error.code)).toEqual([code]);
  expect(endedBy).toBe('twiml');
});

test('the action of a stream is a signed form of the standard parameters and none of the stream', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('start');
  stream.socket.close();
  const { headers, form } = await streamed.application.asked('/ended');

  expect(headers['x-twilio-signature']).toEqual(expect.any(String));
  expect(form).toMatchObject({ CallStatus: 'in-progress', From: '+972501234567' });
  expect(Object.keys(form).filter((name) => name.startsWith('Stream'))).toEqual([]);
});

test('a second Connect gets a stream of its own that counts from 1', async () => {
  await using streamed = await dialStream({ ended: twiml('<Redirect>/voice</Redirect>') });
  const first = await streamed.stream();
  await first.message('media', 3);
  first.socket.close();
  const second = await streamed.stream(2);
  const [before, after] = [await first.message('start'), await second.message('start')];
  const frame = await second.message('media');

  expect(after.streamSid).not.toBe(before.streamSid);
  expect(after.start?.callSid).toBe(before.start?.callSid);
  expect(after.sequenceNumber).toBe('1');
  expect(frame).toMatchObject({ sequenceNumber: '2', media: { chunk: '1' } });
});

test('the status callback hears of a stream’s start and stop', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  const { streamSid } = await stream.message('start');
  await streamed.application.asked('/stream');
  streamed.call.hangUp();
  await streamed.call.ended;

  const always = {
    AccountSid: accountSid,
    CallSid: streamed.call.callSid,
    StreamSid: streamSid,
    StreamName: 'agent',
    Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  };
  expect(streamed.application.forms('/stream')).toEqual([
    { ...always, StreamEvent: 'stream-started' },
    { ...always, StreamEvent: 'stream-stopped' },
  ]);
});

test('a silent caller on a silent stream has dead air as long as the stream', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('media', 30);
  await streamed.call.speak(counted(10));
  streamed.call.hangUp();
  const { longestDeadAirMs } = await streamed.call.ended;

  expect(longestDeadAirMs).toBeGreaterThanOrEqual(600);
  expect(longestDeadAirMs).toBeLessThan(1500);
});

test('the interval of speech is when it was on the line, and its promise settles at its end', async () => {
  await using streamed = await dialStream();
  await streamed.stream();
  const spoke = happened(streamed.call, 'spoke');
  await streamed.call.speak(counted(10));
  const { startedAt, endedAt } = await spoke;

  expect(endedAt - startedAt).toBe(200);
  expect(Date.now() - endedAt).toBeLessThan(1000);
});
