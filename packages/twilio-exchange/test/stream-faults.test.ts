import { createMediaOutbox } from 'twilio-exchange/stream/media-outbox.ts';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import { expect, test } from 'vitest';
import { dialStream, mark, type ServerEnd } from './streamed-call.ts';
import { happened, listened } from './world.ts';

/** Returns the number of messages that reach a server in each of `frames` frames, one sent a frame. */
function arrivals(mediaJitter: Switches['mediaJitter'], frames: number): number[] {
  let arrived = 0;
  const outbox = createMediaOutbox(mediaJitter, () => arrived++);
  return Array.from({ length: frames }, (_, frame) => {
    outbox.tick();
    outbox.send(String(frame));
    const inThisFrame = arrived;
    arrived = 0;
    return inThisFrame;
  });
}

test.for([
  ['exact', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
  ['bursts', [0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0]],
  [{ stallMs: 80, afterMs: 40 }, [1, 1, 0, 0, 0, 0, 5, 1, 1, 1, 1, 1]],
  [{ stallMs: Number.POSITIVE_INFINITY, afterMs: 20 }, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
] as const)('with jitter %j messages arrive frame by frame as %j', ([jitter, counts]) => {
  expect(arrivals(jitter, 12)).toEqual(counts);
});

/** Returns the gaps between the frames that a server received, in milliseconds. */
async function gapsOf(stream: ServerEnd, frames: number): Promise<number[]> {
  const moments: number[] = [];
  for (let n = 1; n <= frames; n++) {
    await stream.message('media', n);
    moments.push(performance.now());
  }
  return moments.slice(1).map((moment, i) => moment - (moments[i] as number));
}

const chunksOf = ({ messages }: ServerEnd) => messages.flatMap((it) => it.media?.chunk ?? []);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => String(i + 1));

test.concurrent('frames in bursts arrive in order, ten at a time', async () => {
  await using streamed = await dialStream({ switches: { mediaJitter: 'bursts' } });
  const stream = await streamed.stream();
  const gaps = await gapsOf(stream, 30);

  expect(chunksOf(stream).slice(0, 30)).toEqual(upTo(30));
  expect(Math.max(...gaps)).toBeGreaterThan(100);
});

test.concurrent('frames that stall arrive afterwards without loss', async () => {
  await using streamed = await dialStream({
    switches: { mediaJitter: { stallMs: 400, afterMs: 100 } },
  });
  const stream = await streamed.stream();
  const gaps = await gapsOf(stream, 40);

  expect(chunksOf(stream).slice(0, 40)).toEqual(upTo(40));
  expect(Math.max(...gaps)).toBeGreaterThan(200);
});

test.concurrent('a mark that is reached in a stall comes after the frames before it', async () => {
  await using streamed = await dialStream({
    switches: { mediaJitter: { stallMs: 300, afterMs: 60 } },
  });
  const stream = await streamed.stream();
  await stream.message('media', 3);
  stream.send('mark', mark('during'));
  await stream.message('mark');
  await stream.message('media', stream.messages.length);

  const [, ...numbered] = stream.messages;
  expect(numbered.map(({ sequenceNumber }) => sequenceNumber)).toEqual(upTo(numbered.length));
});

test.concurrent('a stream that stalls to its end flushes its frames before stop', async () => {
  await using streamed = await dialStream({
    switches: { mediaJitter: { stallMs: Number.POSITIVE_INFINITY, afterMs: 100 } },
  });
  const stream = await streamed.stream();
  await stream.message('media', 5);
  await streamed.call.speak(new Uint8Array(1600).fill(0x20));
  const before = chunksOf(stream).length;
  streamed.call.hangUp();
  await stream.message('stop');

  expect(before).toBe(5);
  expect(chunksOf(stream).length).toBeGreaterThanOrEqual(15);
});

test.concurrent('a stream can stay open after stop until its server closes it', async () => {
  await using streamed = await dialStream({ switches: { closeAfterStop: false } });
  const stream = await streamed.stream();
  await stream.message('media');
  streamed.call.hangUp();
  const { events } = await streamed.call.ended;
  await stream.message('stop');
  const stateAfterStop = stream.socket.readyState;
  stream.socket.close(1000);

  expect(stateAfterStop).toBe(stream.socket.OPEN);
  expect(await stream.closed).toBe(1000);
  expect(events.some(({ type }) => type === 'stream-stopped')).toBe(true);
});

test.concurrent('a duplicated stream opens a second socket with the same start, which carries silence', async () => {
  await using streamed = await dialStream({
    inside: '<Parameter name="token" value="once"/>',
    switches: { duplicateStreamSocket: true },
  });
  const [first, second] = [await streamed.stream(1), await streamed.stream(2)];
  const frame = await second.message('media');
  await streamed.call.speak(new Uint8Array(800).fill(0x20));
  const starts = [await first.message('start'), await second.message('start')];
  streamed.call.hangUp();
  const { events } = await streamed.call.ended;

  expect(starts[1]).toEqual(starts[0]);
  expect(frame).toMatchObject({ media: { chunk: '1' }, streamSid: starts[0]?.streamSid });
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'stream-duplicated', became: 'kept' }),
  );
});

test.concurrent('a server that closes the duplicate keeps its stream', async () => {
  await using streamed = await dialStream({ switches: { duplicateStreamSocket: true } });
  const first = await streamed.stream(1);
  const duplicated = happened(streamed.call, 'stream-duplicated');
  (await streamed.stream(2)).socket.close(1008);

  expect(await duplicated).toMatchObject({ became: 'closed' });
  const frames = first.messages.filter(({ event }) => event === 'media').length;
  await first.message('media', frames + 3);
  streamed.call.hangUp();
  expect((await streamed.call.ended).errors).toEqual([]);
});

test.concurrent('a server that refuses the duplicate keeps its stream', async () => {
  await using streamed = await dialStream({
    switches: { duplicateStreamSocket: true },
    sockets: 1,
  });
  const duplicated = happened(streamed.call, 'stream-duplicated');
  const first = await streamed.stream();

  expect(await duplicated).toMatchObject({ became: 'refused' });
  await first.message('media', 3);
  streamed.call.hangUp();
  expect((await streamed.call.ended).errors).toEqual([]);
});

// Not concurrent, because it takes the whole process.
test('a server that does not read loses frames past the buffer limit, but no other message', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('media', 3);
  stream.socket.pause();
  let keys = 0;
  let isFull = false;
  const full = happened(streamed.call, 'error').then(() => {
    isFull = true;
  });
  // Keys are messages too: many of them fill the socket buffers of the system.
  while (!isFull) {
    streamed.call.press('1'.repeat(10_000));
    keys += 10_000;
    await listened(streamed.call, 1);
  }
  await full;
  await listened(streamed.call, 10);
  stream.socket.resume();
  await stream.message('dtmf', keys);
  await stream.message('media', chunksOf(stream).length + 3);
  streamed.call.hangUp();
  const { errors } = await streamed.call.ended;

  expect(errors).toMatchObject([{ code: 31930, level: 'warning' }]);
  expect(chunksOf(stream)).toEqual(upTo(chunksOf(stream).length));
  const moments = stream.messages.flatMap((it) => it.media?.timestamp ?? []).map(Number);
  const gaps = moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0));
  expect(Math.max(...gaps)).toBeGreaterThanOrEqual(200);
  const [, ...numbered] = stream.messages;
  expect(numbered.map(({ sequenceNumber }) => sequenceNumber)).toEqual(upTo(numbered.length));
});
