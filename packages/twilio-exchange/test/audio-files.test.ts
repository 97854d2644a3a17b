import { levelDbfs, toPcm16 } from '@agent-locator/audio/mulaw.ts';
import { resample } from '@agent-locator/audio/resample.ts';
import { toWav } from '@agent-locator/audio/wav.ts';
import { fromWav } from '@agent-locator/audio/wav-decoder.ts';
import { fromMp3, toMp3 } from 'twilio-exchange/line/mp3-file.ts';
import { tone } from 'twilio-exchange/line/tone.ts';
import { expect, test } from 'vitest';
import { startApplication, twiml } from './application.ts';
import { caller, openExchange } from './world.ts';

const wave = (frequencyHz: number, sampleRate: number) =>
  Float32Array.from({ length: sampleRate }, (_, i) =>
    Math.sin((2 * Math.PI * frequencyHz * i) / sampleRate),
  );
const loudness = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

test.for([16_000, 22_050, 24_000, 44_100, 48_000])(
  'audio at %d Hz keeps its voice and loses what a telephone cannot carry',
  (sampleRate) => {
    const voice = resample(wave(1000, sampleRate), sampleRate, 8000);
    const hiss = resample(wave(6000, sampleRate), sampleRate, 8000);

    expect(voice).toHaveLength(8000);
    expect(loudness(voice)).toBeCloseTo(Math.SQRT1_2, 2);
    expect(loudness(hiss)).toBeLessThan(0.01);
  },
);

test('a WAV file reads back as it was written', () => {
  const spoken = tone(440, 100);
  const { samples, sampleRate } = fromWav(toWav(spoken));
  expect(sampleRate).toBe(8000);
  expect(Array.from(samples, (sample) => sample * 32_768)).toEqual([...toPcm16(spoken)]);
});

test('a stereo WAV file is mixed down', () => {
  const wav = toWav(tone(440, 100));
  wav.writeUInt16LE(2, 22);
  expect(fromWav(wav).samples).toHaveLength(400);
});

test('an MP3 file keeps its length and loudness', async () => {
  const { samples, sampleRate } = await fromMp3(toMp3(tone(440, 1000)));
  expect(sampleRate).toBe(8000);
  expect(samples.length / sampleRate).toBeCloseTo(1, 0);
  expect(loudness(samples.subarray(2000, 6000))).toBeCloseTo((8000 / 32_768) * Math.SQRT1_2, 1);
});

test('a caller hears an MP3 prompt for as long as it sounds', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Play>/prompt.mp3</Play>'),
    '/prompt.mp3': { headers: { 'Content-Type': 'audio/mpeg' }, body: toMp3(tone(440, 600)) },
  });
  await using exchange = await openExchange(application);

  const { heard, errors } = await exchange.dial({ from: caller }).ended;

  expect(errors).toEqual([]);
  expect(heard.length).toBeGreaterThan(600 * 8);
  expect(levelDbfs(heard.subarray(2000, 4000))).toBeCloseTo(levelDbfs(tone(440, 250)), 0);
});
