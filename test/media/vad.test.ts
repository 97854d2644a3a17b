import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fromMp3 } from '@agent-locator/audio/mp3.ts';
import { FRAME_BYTES, FRAME_MS, SILENCE } from '@agent-locator/audio/mulaw.ts';
import { resample } from '@agent-locator/audio/resample.ts';
import { describe, expect, test } from 'vitest';
import { createEar } from '#media-service/hearing/ear.ts';
import { readTensors } from '#media-service/hearing/vad/onnx.ts';
import { createSilero, type SpeechProbability } from '#media-service/hearing/vad/silero.ts';
import { openSilero, sileroDetector } from '#media-service/hearing/vad/silero-detector.ts';
import { loadSilero } from '#media-service/hearing/vad/silero-wasm.ts';
import {
  fromTensors,
  TENSORS,
  toWeights,
  WINDOW_SAMPLES,
} from '#media-service/hearing/vad/silero-weights.ts';
import { readWeights } from '#media-service/hearing/vad/weights-file.ts';
import { energyDetector, type VoiceDetector } from '#media-service/hearing/voice-detector.ts';
import { add, atLevel, fromMulaw, type Samples, toMulaw, whiteNoise } from '../bench/noise.ts';

const SPEECH_DBFS = -20;
const silence = (ms: number) => new Float32Array(ms * 8);

const [openStream, numbers, openDetector, prompt] = await Promise.all([
  loadSilero(),
  readWeights(),
  openSilero(),
  spoken('thanks_he'),
]);

/** Returns a recorded prompt as it sounds on the phone. */
async function spoken(name: string): Promise<Samples> {
  const file = await readFile(new URL(`../../assets/tts/${name}.mp3`, import.meta.url));
  const { samples, sampleRate } = await fromMp3(file);
  const resampled = Float32Array.from(resample(samples, sampleRate, 8_000));
  return fromMulaw(toMulaw(atLevel(resampled, SPEECH_DBFS)));
}

function joined(...sounds: Samples[]): Samples {
  const whole = new Float32Array(sounds.reduce((length, sound) => length + sound.length, 0));
  let at = 0;
  for (const sound of sounds) {
    whole.set(sound, at);
    at += sound.length;
  }
  return whole;
}

function mixed(sound: Samples, noise: Samples): Samples {
  const sum = sound.slice();
  add(sum, noise, 0);
  return sum;
}

function judged(probability: SpeechProbability, sound: Samples): number[] {
  const windows = Math.floor(sound.length / WINDOW_SAMPLES);
  return Array.from({ length: windows }, (_, i) =>
    probability(sound.subarray(i * WINDOW_SAMPLES, (i + 1) * WINDOW_SAMPLES)),
  );
}

/** Returns when the ear found the beginning and the end of speech. */
function heard(isVoice: VoiceDetector, sound: Samples): { type: string; at: number }[] {
  const ear = createEar(isVoice, () => {});
  const line = toMulaw(sound);
  return Array.from({ length: Math.floor(line.length / FRAME_BYTES) }, (_, i) =>
    ear
      .hear(line.subarray(i * FRAME_BYTES, (i + 1) * FRAME_BYTES))
      .filter(({ type }) => type !== 'speech-grew')
      .map(({ type }) => ({ type, at: (i + 1) * FRAME_MS })),
  ).flat();
}

describe('the network', () => {
  test('is the same in WebAssembly as in plain JavaScript, for any sound', async () => {
    const greeting = await spoken('greeting_he');
    const hiss = (length: number, dbfs: number) => whiteNoise(length, dbfs);
    const sound = joined(
      silence(1_000),
      prompt,
      hiss(16_000, -30),
      mixed(greeting, hiss(greeting.length, -30)),
      atLevel(prompt, -45),
      hiss(8_000, -3),
      silence(2_000),
      greeting,
    );
    const fast = judged(openStream(), sound);
    const plain = judged(createSilero(toWeights(numbers))(), sound);
    expect(fast.length).toBeGreaterThan(800);
    expect(Math.max(...fast)).toBeGreaterThan(0.95);
    expect(Math.min(...fast)).toBeLessThan(0.05);
    const apart = fast.map((probability, i) => Math.abs(probability - (plain[i] as number)));
    expect(Math.max(...apart)).toBeLessThan(1e-4);
  });

  test('keeps streams apart, however many come and go', () => {
    const alone = judged(openStream(), prompt);
    const stream = openStream();
    const among = alone.map((_, i) => {
      for (let other = 0; other < 100; other++) openStream()(whiteNoise(WINDOW_SAMPLES, -20));
      return stream(prompt.subarray(i * WINDOW_SAMPLES, (i + 1) * WINDOW_SAMPLES));
    });
    expect(among).toEqual(alone);
  });

  test('is compiled from its source to the byte', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vad-'));
    const built = join(folder, 'silero.wasm');
    const vad = new URL('../../media-service/hearing/vad/', import.meta.url);
    const config = new URL('assembly/asconfig.json', vad).pathname;
    const compiler = new URL('../../node_modules/assemblyscript/bin/asc.js', import.meta.url);
    const options = ['--config', config, '--outFile', built];
    await promisify(execFile)(process.execPath, [compiler.pathname, ...options]);
    expect(await readFile(built)).toEqual(await readFile(new URL('silero.wasm', vad)));
    await rm(folder, { recursive: true });
  });

  test('rejects weights of another size', () => {
    expect(() => toWeights(new Float32Array(235_648))).toThrow('235648 weights instead of 235649');
  });
});

describe('the detector', () => {
  /** Returns a detector's judgement of each 32 ms, given the network's probabilities. */
  const judgements = (probabilities: number[], dbfs = SPEECH_DBFS) => {
    const answers = [...probabilities];
    const isVoice = sileroDetector(() => answers.shift() as number);
    const line = toMulaw(whiteNoise(probabilities.length * WINDOW_SAMPLES, dbfs));
    return probabilities.map((_, i) =>
      isVoice(line.subarray(i * WINDOW_SAMPLES, (i + 1) * WINDOW_SAMPLES)),
    );
  };

  test('is surer that speech begins than that it goes on', () => {
    const likely = [0.1, 0.44, 0.45, 0.26, 0.24, 0.26, 0.9];
    expect(judgements(likely)).toEqual([false, false, true, true, false, false, true]);
  });

  test('ignores a voice that is quieter than a line’s own noise', () => {
    expect(judgements([0.9, 0.9], -49)).toEqual([true, true]);
    expect(judgements([0.9, 0.9], -51)).toEqual([false, false]);
  });

  test('judges whole windows, and keeps the judgement between them', () => {
    let windows = 0;
    const isVoice = sileroDetector(() => ++windows % 2);
    const frame = toMulaw(whiteNoise(FRAME_BYTES, SPEECH_DBFS));
    const said = Array.from({ length: 8 }, () => isVoice(frame));
    expect(windows).toBe(5);
    expect(said).toEqual([false, true, true, false, true, true, false, true]);
  });
});

describe('a call', () => {
  const line = (...sounds: Samples[]) => {
    const sound = joined(...sounds);
    return mixed(sound, whiteNoise(sound.length, -60));
  };

  test('is told within 300 ms that the caller speaks, and within 800 that the caller is done', () => {
    const [started, ...more] = heard(openDetector(), line(silence(2_000), prompt, silence(2_000)));
    expect(started?.type).toBe('speech-started');
    expect(started?.at).toBeGreaterThan(2_000);
    expect(started?.at).toBeLessThan(2_300);
    const ended = more.at(-1);
    expect(ended?.type).toBe('speech-paused');
    expect(ended?.at).toBeLessThan(2_000 + prompt.length / 8 + 800);
  });

  test('finds the end of speech in hiss, where loudness does not', () => {
    const sound = joined(silence(2_000), prompt, silence(2_000));
    const hissing = mixed(sound, whiteNoise(sound.length, SPEECH_DBFS - 10));
    expect(heard(openDetector(), hissing).at(-1)).toMatchObject({ type: 'speech-paused' });
    expect(heard(energyDetector(), hissing)).toMatchObject([{ type: 'speech-started', at: 100 }]);
  });

  test.each([
    ['hiss', whiteNoise(1_600, -25)],
    ['a key', Float32Array.from({ length: 1_600 }, (_, i) => 0.1 * Math.sin(0.605 * i))],
  ])('does not take %s after a sentence for speech, even on a silent line', (_, sound) => {
    const call = joined(prompt, silence(1_500), sound, silence(1_500), sound, silence(1_500));
    const starts = heard(openDetector(), call).filter(
      ({ type, at }) => type === 'speech-started' && at > prompt.length / 8 + 1_000,
    );
    expect(starts).toEqual([]);
  });

  test('without a sound is without speech', () => {
    const isVoice = openDetector();
    const frame = new Uint8Array(FRAME_BYTES).fill(SILENCE);
    expect(Array.from({ length: 500 }, () => isVoice(frame)).some(Boolean)).toBe(false);
  });
});

describe('the weights', () => {
  /** Returns a protobuf field of bytes. */
  const field = (number: number, ...parts: Uint8Array[]) => {
    const body = Buffer.concat(parts);
    return Buffer.from([(number << 3) | 2, body.length, ...body]);
  };

  test('are found in every branch of a model', () => {
    const values = new Uint8Array(Float32Array.of(1, -2, 0.5).buffer);
    const tensor = [Buffer.from([0x08, 1, 0x08, 3, 0x10, 1]), field(9, values)];
    const node = field(1, field(2, Buffer.from('bias')), field(5, field(5, ...tensor)));
    const branching = field(1, field(5, field(6, node)));
    const found = readTensors(field(7, branching));
    expect([...found]).toEqual([['bias', { shape: [1, 3], values: Float32Array.of(1, -2, 0.5) }]]);
  });

  test('stand moment by moment in their file', () => {
    const inOrder = fromTensors((name) => {
      const shape: readonly number[] = TENSORS[name];
      return Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i);
    });
    const filters = toWeights(inOrder)['encoder.2.reparam_conv.weight'];
    expect([...filters.subarray(0, 3)]).toEqual([0, 3, 6]);
    expect(filters[64]).toBe(1);
    expect(filters[192]).toBe(192);
  });
});
