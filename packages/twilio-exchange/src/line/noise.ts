import { fromPcm16, toPcm16 } from '@agent-locator/audio/mulaw.ts';

/** The background noise on a caller's line. */
export type LineNoise = {
  /** Level on the scale of `levelDbfs`. */
  readonly dbfs: number;
  /** A steady hiss, people talking nearby, or passing cars with one horn. */
  readonly kind?: 'white' | 'babble' | 'street';
  /** Equal seeds make equal noise. */
  readonly seed?: number;
};

const SAMPLES_PER_SECOND = 8000;
/** Long enough that the repetition is not heard. */
const LOOP_SAMPLES = SAMPLES_PER_SECOND * 4;
/** Longer, because cars pass one by one. */
const STREET_SAMPLES = SAMPLES_PER_SECOND * 16;
const PASSING_CARS = 5;
const HORN = { hz: [415, 520], seconds: 0.4, loudness: 3 };
const BABBLING_VOICES = 6;
const FULL_SCALE = 32_768;
const MAX_SAMPLE = 32_767;

/** Creates a function that mixes the noise into one frame after the other. */
export function createLineNoise(noise: LineNoise): (frame: Uint8Array) => Uint8Array {
  const { dbfs, kind = 'white', seed = 1 } = noise;
  const random = randomNumbers(seed);
  const wave = waves[kind](random);
  const gain = (FULL_SCALE * 10 ** (dbfs / 20)) / rootMeanSquare(wave);
  let position = 0;
  return function mix(frame) {
    const mixed = toPcm16(frame).map((sample) => {
      const added = (wave[position] as number) * gain;
      position = (position + 1) % wave.length;
      return Math.max(-MAX_SAMPLE, Math.min(MAX_SAMPLE, Math.round(sample + added)));
    });
    return fromPcm16(mixed);
  };
}

const waves = { white: hiss, babble, street };

function hiss(random: () => number, samples = LOOP_SAMPLES): Float64Array {
  return new Float64Array(samples).map(() => random() - 0.5);
}

/** Several low-passed hisses, each modulated a few times a second like syllables. */
function babble(random: () => number): Float64Array {
  const mixed = new Float64Array(LOOP_SAMPLES);
  for (let voice = 0; voice < BABBLING_VOICES; voice++) {
    const syllables = 8 + Math.floor(random() * 10);
    const phase = random() * 2 * Math.PI;
    let dull = 0;
    for (const [i, sample] of hiss(random).entries()) {
      dull += (sample - dull) * 0.4;
      const loudness = Math.sin((2 * Math.PI * syllables * i) / LOOP_SAMPLES + phase);
      mixed[i] = (mixed[i] as number) + dull * Math.max(0, loudness);
    }
  }
  return mixed;
}

/** A band-passed rumble that swells as each car comes and fades as it goes. */
function street(random: () => number): Float64Array {
  const cars = Array.from({ length: PASSING_CARS }, () => ({
    at: random() * STREET_SAMPLES,
    nearness: (0.4 + random()) * SAMPLES_PER_SECOND,
    loudness: 0.5 + random(),
  }));
  const hornAt = Math.floor(random() * STREET_SAMPLES);
  let dull = 0;
  let deep = 0;
  return hiss(random, STREET_SAMPLES).map((sample, i) => {
    dull += (sample - dull) * 0.3;
    deep += (dull - deep) * 0.15;
    const traffic = cars.reduce((sum, { at, nearness, loudness }) => {
      const apart = Math.abs(i - at);
      const away = Math.min(apart, STREET_SAMPLES - apart) / nearness;
      return sum + loudness / (1 + away * away);
    }, 0.4);
    const hornSeconds = ((i - hornAt + STREET_SAMPLES) % STREET_SAMPLES) / SAMPLES_PER_SECOND;
    const horn = hornSeconds < HORN.seconds ? chord(HORN.hz, hornSeconds) * HORN.loudness : 0;
    return (dull - deep / 2) * traffic + horn * 0.1;
  });
}

function chord(frequencies: readonly number[], seconds: number): number {
  return frequencies.reduce((sum, hz) => sum + Math.sin(2 * Math.PI * hz * seconds), 0);
}

function rootMeanSquare(wave: Float64Array): number {
  return Math.sqrt(wave.reduce((sum, sample) => sum + sample * sample, 0) / wave.length);
}

/** Mulberry32, a small generator whose numbers sound random. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return function next() {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
