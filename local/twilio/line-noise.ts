import { fromPcm16, toPcm16 } from '#media-service/mulaw.ts';

/** What is heard on a caller's line behind what they say. */
export type LineNoise = {
  /** How loud it is, on the scale of `levelDbfs`. */
  readonly dbfs: number;
  /** A steady hiss, or people talking nearby. */
  readonly kind?: 'white' | 'babble';
  /** Equal seeds make equal noise. */
  readonly seed?: number;
};

/** Long enough that nobody hears it repeat. */
const LOOP_SAMPLES = 8000 * 4;
const BABBLING_VOICES = 6;
const FULL_SCALE = 32_768;
const MAX_SAMPLE = 32_767;

/** Creates the mixing of a noise into one frame after the other. */
export function createLineNoise(noise: LineNoise): (frame: Uint8Array) => Uint8Array {
  const { dbfs, kind = 'white', seed = 1 } = noise;
  const random = randomNumbers(seed);
  const wave = kind === 'white' ? hiss(random) : babble(random);
  const gain = (FULL_SCALE * 10 ** (dbfs / 20)) / rootMeanSquare(wave);
  let position = 0;
  return function mix(frame) {
    const mixed = toPcm16(frame).map((sample) => {
      const added = (wave[position] as number) * gain;
      position = (position + 1) % LOOP_SAMPLES;
      return Math.max(-MAX_SAMPLE, Math.min(MAX_SAMPLE, Math.round(sample + added)));
    });
    return fromPcm16(mixed);
  };
}

function hiss(random: () => number): Float64Array {
  return new Float64Array(LOOP_SAMPLES).map(() => random() - 0.5);
}

/** Several dull hisses, each rising and falling a few times a second as syllables do. */
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

function rootMeanSquare(wave: Float64Array): number {
  return Math.sqrt(wave.reduce((sum, sample) => sum + sample * sample, 0) / wave.length);
}

/** Mulberry32: a small generator that is random enough for the ear. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return function next() {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
