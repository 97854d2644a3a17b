const ZERO_CROSSINGS = 12;

/** Resamples audio through a windowed-sinc low-pass, so that what the new rate cannot carry is not heard as noise. */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return samples;
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const [step, phases] = [fromHz / divisor, toHz / divisor];
  const cutoff = Math.min(1, toHz / fromHz);
  const reach = Math.ceil(ZERO_CROSSINGS / cutoff);
  const kernels = Array.from({ length: phases }, (_, phase) =>
    kernel(phase / phases, cutoff, reach),
  );

  const resampled = new Float32Array(Math.floor((samples.length * toHz) / fromHz));
  for (let i = 0; i < resampled.length; i++) {
    const position = i * step;
    const taps = kernels[position % phases] as Float32Array;
    const first = Math.floor(position / phases) - reach + 1;
    let sum = 0;
    for (let tap = 0; tap < taps.length; tap++) {
      sum += (samples[first + tap] ?? 0) * (taps[tap] as number);
    }
    resampled[i] = sum;
  }
  return resampled;
}

function kernel(fraction: number, cutoff: number, reach: number): Float32Array {
  const taps = Float32Array.from({ length: 2 * reach }, (_, tap) => {
    const distance = tap - reach + 1 - fraction;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach);
    return Math.abs(distance) >= reach ? 0 : sinc(distance * cutoff) * window;
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
