import { fromPcm16 } from './mulaw.ts';
import { resample } from './resample.ts';

/** One channel of audio between −1 and 1, as a file held it. */
export type DecodedAudio = { readonly samples: Float32Array; readonly sampleRate: number };

const TELEPHONE_HZ = 8_000;

/** Returns decoded audio as μ-law at 8 kHz. */
export function toTelephoneAudio({ samples, sampleRate }: DecodedAudio): Uint8Array {
  const resampled = resample(samples, sampleRate, TELEPHONE_HZ);
  return fromPcm16(toInt16(resampled.map((sample) => sample * 32_767)));
}

/** Rounds samples to 16 bits, and clips those beyond full scale. */
export function toInt16(samples: Float64Array): Int16Array {
  return Int16Array.from(samples, (sample) =>
    Math.round(Math.max(-32_768, Math.min(32_767, sample))),
  );
}
