import { fromPcm16, toPcm16 } from '@agent-locator/audio/mulaw.ts';

const FULL_SCALE = 32_768;

/** Audio as numbers between −1 and 1, 8,000 a second. */
export type Samples = Float32Array<ArrayBuffer>;

/** Numbers from 0 to 1 without a pattern, the same in every run. */
export function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Hiss: as much of every frequency. */
export function whiteNoise(length: number, dbfs: number): Samples {
  const dice = createDice(length);
  return atLevel(
    Float32Array.from({ length }, () => dice() - dice()),
    dbfs,
  );
}

/** A room in which several people talk at once, none of them to the phone. */
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

/** Puts a sound on top of others, as far as there is room. */
export function add(sum: Samples, sound: Samples, at: number): void {
  for (let i = 0; i < sound.length && at + i < sum.length; i++) {
    sum[at + i] = (sum[at + i] as number) + (sound[i] as number);
  }
}

/** Makes a sound as loud as asked for on average, in dB relative to a full-scale square wave. */
export function atLevel(sound: Samples, dbfs: number): Samples {
  const power = sound.reduce((sum, x) => sum + x * x, 0) / sound.length;
  const gain = 10 ** (dbfs / 20) / Math.sqrt(power);
  return sound.map((x) => x * gain);
}

/** What a phone line carries of a sound. */
export function toMulaw(sound: Samples): Uint8Array {
  return fromPcm16(Int16Array.from(sound, (x) => Math.max(-1, Math.min(1, x)) * (FULL_SCALE - 1)));
}

/** The sound that a phone line carried. */
export function fromMulaw(mulaw: Uint8Array): Samples {
  return Float32Array.from(toPcm16(mulaw), (x) => x / FULL_SCALE);
}
