import { FRAME_BYTES, FRAME_MS, levelDbfs, SILENCE } from '@agent-locator/audio/mulaw.ts';
import { createLineNoise } from 'twilio-exchange/line/noise.ts';
import { tone } from 'twilio-exchange/line/tone.ts';
import { expect, test } from 'vitest';
import { startApplication, twiml } from './application.ts';
import { dialStream } from './streamed-call.ts';
import { caller, happened, openExchange } from './world.ts';

const silence = new Uint8Array(FRAME_BYTES).fill(SILENCE);
const marked = (frames: number) => new Uint8Array(frames * FRAME_BYTES).fill(0x20);

/** Returns five seconds of a noise. */
function noisy(noise: Parameters<typeof createLineNoise>[0]): Uint8Array {
  const mix = createLineNoise(noise);
  return Buffer.concat(Array.from({ length: 250 }, () => mix(silence)));
}

test.for([
  ['white', -30],
  ['white', -50],
  ['babble', -25],
  ['babble', -40],
] as const)('%s noise at %d dBFS is as loud as that', ([kind, dbfs]) => {
  expect(levelDbfs(noisy({ kind, dbfs }))).toBeCloseTo(dbfs, 0);
});

test('noise is the same for the same seed, and another for another', () => {
  const noise = { kind: 'babble', dbfs: -30 } as const;
  expect(noisy({ ...noise, seed: 7 })).toEqual(noisy({ ...noise, seed: 7 }));
  expect(noisy({ ...noise, seed: 8 })).not.toEqual(noisy({ ...noise, seed: 7 }));
});

test('noise far below the speech leaves it unchanged', () => {
  const mix = createLineNoise({ dbfs: -60 });
  const spoken = tone(300, FRAME_MS);
  expect(levelDbfs(mix(spoken))).toBeCloseTo(levelDbfs(spoken), 0);
});

test('babble rises and falls, a hiss does not', () => {
  const spread = (kind: 'white' | 'babble') => {
    const audio = noisy({ kind, dbfs: -30 });
    const levels = Array.from({ length: 250 }, (_, frame) =>
      levelDbfs(audio.subarray(frame * FRAME_BYTES, (frame + 1) * FRAME_BYTES)),
    );
    return Math.max(...levels) - Math.min(...levels);
  };
  expect(spread('white')).toBeLessThan(4);
  expect(spread('babble')).toBeGreaterThan(6);
});

test.concurrent('a caller on a noisy line sends noise while saying nothing, and it is in the report', async () => {
  await using streamed = await dialStream({ sound: { noise: { dbfs: -40 } } });
  const stream = await streamed.stream();
  const frame = await stream.message('media', 10);
  streamed.call.hangUp();
  const { said, heard } = await streamed.call.ended;

  const sent = Buffer.from(frame.media?.payload ?? '', 'base64');
  expect(levelDbfs(sent)).toBeCloseTo(-40, -1);
  expect(Buffer.from(said).indexOf(sent) % FRAME_BYTES).toBe(0);
  expect(levelDbfs(heard)).toBe(Number.NEGATIVE_INFINITY);
});

test.concurrent('a caller may stop in the middle of a word: what is unsaid is dropped, and the wait is over', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('start');
  const spoke = happened(streamed.call, 'spoke');
  const speaking = streamed.call.speak(marked(500));
  const next = streamed.call.speak(marked(500));
  await stream.message('media', stream.messages.length + 10);
  streamed.call.stopSpeaking();
  await Promise.all([speaking, next]);
  const { startedAt, endedAt } = await spoke;
  await streamed.call.speak(marked(2));
  streamed.call.hangUp();
  const { said, events } = await streamed.call.ended;

  const frames = said.filter((byte) => byte === 0x20).length / FRAME_BYTES;
  expect(frames).toBeGreaterThanOrEqual(7);
  expect(frames).toBeLessThan(300);
  expect(endedAt - startedAt).toBeLessThan(6000);
  expect(events.filter(({ type }) => type === 'spoke')).toHaveLength(2);
});

test.concurrent('what was heard lies frame for frame beside what was said at the same time', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  stream.socket.on('message', (data) => {
    const { event, media } = JSON.parse(String(data));
    if (event === 'media') stream.send('media', { media: { payload: media.payload } });
  });
  await stream.message('media', 2);
  await streamed.call.speak(marked(5));
  await stream.message('media', 20);
  streamed.call.hangUp();
  const { heard, said, events, answeredAt = 0 } = await streamed.call.ended;

  const firstFrame = said.indexOf(0x20) / FRAME_BYTES;
  const spoke = events.find((event) => event.type === 'spoke');
  expect(spoke?.startedAt).toBeCloseTo(answeredAt + (firstFrame + 1) * FRAME_MS, -1);
  const lag = heard.indexOf(0x20) / FRAME_BYTES - firstFrame;
  expect(heard.length).toBe(said.length);
  expect(lag).toBeGreaterThanOrEqual(1);
  expect(lag).toBeLessThan(100);
});

test.concurrent('frame n of a report is the 20 ms from n frames after the answer on', async () => {
  await using application = await startApplication({ '/voice': twiml('<Pause length="1"/>') });
  await using exchange = await openExchange(application);
  const call = exchange.dial({ from: caller });
  const moments: number[] = [];
  call.subscribe(({ type, at }) => type === 'heard' && moments.push(at));
  const { startedAt, answeredAt = 0, heard } = await call.ended;

  const lateness = moments.map((at, frame) => at - (answeredAt + (frame + 1) * FRAME_MS));
  expect(moments).toHaveLength(heard.length / FRAME_BYTES);
  expect(startedAt).toBeLessThanOrEqual(answeredAt);
  expect(Math.min(...lateness)).toBeGreaterThanOrEqual(-FRAME_MS);
  expect(Math.min(...lateness)).toBeLessThanOrEqual(FRAME_MS);
});
