import { expect, test } from 'vitest';
import { fromMp3, mp3DurationMs, toMp3 } from './mp3.ts';
import { fromPcm16, toPcm16 } from './mulaw.ts';
import { resample } from './resample.ts';
import { toInt16, toTelephoneAudio } from './telephone-audio.ts';
import { fromWav, samplesOfTelephoneWav, toMulawWav, toWav } from './wav.ts';

const MP3 = { sampleRate: 8_000, kbps: 32 };
/** Seconds of a sine at half of full scale. */
const wave = (hz: number, rate: number, seconds = 1) =>
  Float32Array.from(
    { length: rate * seconds },
    (_, i) => Math.sin((2 * Math.PI * hz * i) / rate) / 2,
  );
const rms = (samples: ArrayLike<number>) =>
  Math.sqrt(Array.from(samples).reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
const spoken = toTelephoneAudio({ samples: wave(440, 8_000), sampleRate: 8_000 });

test.for([11_025, 16_000, 22_050, 24_000, 44_100, 48_000])(
  'audio at %d Hz keeps its voice and loses what a telephone cannot carry',
  (sampleRate) => {
    const voice = resample(wave(1_000, sampleRate), sampleRate, 8_000);
    const hiss = resample(wave(5_000, sampleRate), sampleRate, 8_000);

    expect(voice).toHaveLength(8_000);
    expect(rms(voice)).toBeCloseTo(Math.SQRT1_2 / 2, 2);
    expect(rms(hiss.subarray(200, -200))).toBeLessThan(0.0005);
  },
);

test('a voice keeps its level on the way to a higher rate', () => {
  const resampled = resample(wave(1_000, 8_000), 8_000, 24_000);
  expect(resampled).toHaveLength(24_000);
  expect(rms(resampled)).toBeCloseTo(Math.SQRT1_2 / 2, 2);
});

test('samples beyond full scale are clipped', () => {
  expect([...toInt16(Float64Array.of(40_000, -40_000, 1.5))]).toEqual([32_767, -32_768, 2]);
});

test('a WAV file reads back as it was written', () => {
  const { samples, sampleRate } = fromWav(toWav(spoken));
  expect(sampleRate).toBe(8_000);
  expect(Array.from(samples, (sample) => sample * 32_768)).toEqual([...toPcm16(spoken)]);
  expect(samplesOfTelephoneWav(toWav(spoken))).toEqual(toPcm16(spoken));
});

test('a WAV file of μ-law reads back as it was written', () => {
  const { samples } = fromWav(toMulawWav(spoken));
  expect(Array.from(samples, (sample) => sample * 32_768)).toEqual([...toPcm16(spoken)]);
  expect(samplesOfTelephoneWav(toMulawWav(spoken))).toBeUndefined();
});

test('a stereo WAV file is mixed down', () => {
  const silence = fromPcm16(new Int16Array(spoken.length));
  const { samples } = fromWav(toWav(spoken, silence));
  expect(samples).toHaveLength(spoken.length);
  expect(rms(samples)).toBeCloseTo(rms(fromWav(toWav(spoken)).samples) / 2, 3);
  expect(samplesOfTelephoneWav(toWav(spoken, silence))).toBeUndefined();
});

test.for([
  ['is something else', () => Buffer.from('not audio'), 'not a WAV file'],
  ['ends after its name', () => toWav(spoken).subarray(0, 12), 'without fmt or data'],
  ['has no channel', () => changed(22, 0), 'without channels'],
  ['has no rate', () => changed(24, 0), 'of 0 Hz'],
  ['has an encoding that is not supported', () => changed(20, 6), 'WAV encoding 6'],
] as const)('a WAV file that %s is refused', ([, file, reason]) => {
  expect(() => fromWav(file())).toThrow(reason);
  expect(samplesOfTelephoneWav(file())).toBeUndefined();
});

test('an MP3 file keeps its length and loudness', async () => {
  const file = toMp3(toPcm16(spoken), MP3);
  const { samples, sampleRate } = await fromMp3(file);
  expect(sampleRate).toBe(8_000);
  expect(samples.length / sampleRate).toBeCloseTo(1, 0);
  expect(await mp3DurationMs(file)).toBe(samples.length / 8);
  expect(rms(samples.subarray(2_000, 6_000))).toBeCloseTo(Math.SQRT1_2 / 2, 1);
});

test('an MP3 file without audio is refused', async () => {
  await expect(fromMp3(Buffer.from('not audio'))).rejects.toThrow('no audio frame');
});

function changed(offset: number, value: number): Buffer {
  const file = toWav(spoken);
  file.writeUInt16LE(value, offset);
  return file;
}
