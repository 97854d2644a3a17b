import { fromPcm16, toPcm16 } from '@agent-locator/audio/mulaw.ts';

const FULL_SCALE = 32_768;

/** Audio as numbers between −1 and 1, 8,000 a second. */
export type Samples = Float32Array<ArrayBuffer>;

/** Pseudo-random numbers from 0 to 1, the same in every run. */
export function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** White noise: equal power at all frequencies. */
export function whiteNoise(length: number, dbfs: number): Samples {
  const dice = createDice(length);
  return atLevel(
    Float32Array.from({ length }, () => dice() - dice()),
    dbfs,
  );
}

/** Babble: several people talk at once, but not to the phone. */
export function babble(length: number, said: readonly Samples[], dbfs: number): Samples {
  const TALKERS = 12;
  const LONGEST_PAUSE = 1_600;
  const dice = createDice(length);
  const room = new Float32Array(length);
  for (let talker = 0; talker < TALKERS; talker++) {
    let at = Math.floor(dice() * LONGEST_PAUSE);
    while (at < length) {
      const utterance = said[Math.floor(dice() * said.length)] as Samples;
      add(room, utterance, at);
      at += utterance.length + Math.floor(dice() * LONGEST_PAUSE);
    }
  }
  return atLevel(room, dbfs);
}

/** Mixes a sound into another, up to its end. */
export function add(sum: Samples, sound: Samples, at: number): void {
  for (let i = 0; i < sound.length && at + i < sum.length; i++) {
    sum[at + i] = (sum[at + i] as number) + (sound[i] as number);
  }
}

/** Scales a sound to an average level in dB relative to a full-scale square wave. */
export function atLevel(sound: Samples, dbfs: number): Samples {
  const power = sound.reduce((sum, x) => sum + x * x, 0) / sound.length;
  const gain = 10 ** (dbfs / 20) / Math.sqrt(power);
  return sound.map((x) => x * gain);
}

/** Encodes a sound as the μ-law of a phone line. */
export function toMulaw(sound: Samples): Uint8Array {
  return fromPcm16(Int16Array.from(sound, (x) => Math.max(-1, Math.min(1, x)) * (FULL_SCALE - 1)));
}

/** Decodes the μ-law of a phone line. */
export function fromMulaw(mulaw: Uint8Array): Samples {
  return Float32Array.from(toPcm16(mulaw), (x) => x / FULL_SCALE);
}
