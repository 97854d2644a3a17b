/** Share of the lower Nyquist frequency that passes: 3,650 of 4,000 Hz at telephone rate. */
const PASSBAND = 0.9125;
/** Taps on each side of the centre, for each sample at the lower rate. */
const TAPS_PER_SIDE = 23.2;
/** Keeps aliases 80 dB down. */
const KAISER_BETA = 8;

/** The filter of one pair of rates: the taps for each position of an output sample between two input samples. */
type Filter = {
  readonly fromHz: number;
  readonly toHz: number;
  readonly step: number;
  readonly halfTaps: number;
  readonly phases: readonly Float64Array[];
};

let latest: Filter | undefined;

/**
 * Returns audio at another rate, on the scale of its input, through a Kaiser-windowed sinc low-pass
 * at unit gain. Frequencies that the new rate cannot carry are removed, so they do not alias.
 */
export function resample(
  samples: Int16Array | Float32Array,
  fromHz: number,
  toHz: number,
): Float64Array {
  if (fromHz === toHz) return Float64Array.from(samples);
  // A caller keeps to its rates, so one filter is cached.
  if (latest?.fromHz !== fromHz || latest.toHz !== toHz) latest = createFilter(fromHz, toHz);
  const { step, halfTaps, phases } = latest;
  const resampled = new Float64Array(Math.floor((samples.length * toHz) / fromHz));
  for (let i = 0; i < resampled.length; i++) {
    const position = i * step;
    const taps = phases[position % phases.length] as Float64Array;
    const first = Math.floor(position / phases.length) - halfTaps + 1;
    const end = Math.min(taps.length, samples.length - first);
    let sum = 0;
    for (let tap = Math.max(0, -first); tap < end; tap++) {
      sum += (taps[tap] as number) * (samples[first + tap] as number);
    }
    resampled[i] = sum;
  }
  return resampled;
}

function createFilter(fromHz: number, toHz: number): Filter {
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const phaseCount = toHz / divisor;
  const halfTaps = Math.ceil(TAPS_PER_SIDE * Math.max(1, fromHz / toHz));
  const cutoff = (PASSBAND * Math.min(fromHz, toHz)) / fromHz;
  const phases = Array.from({ length: phaseCount }, (_, phase) =>
    filterPhase(phase / phaseCount, halfTaps, cutoff),
  );
  return { fromHz, toHz, step: fromHz / divisor, halfTaps, phases };
}

/** The windowed sinc for an output sample that lies `offset` of an input sample past the centre tap. */
function filterPhase(offset: number, halfTaps: number, cutoff: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * halfTaps }, (_, tap) => {
    const distance = tap - halfTaps + 1 - offset;
    return cutoff * sinc(cutoff * distance) * kaiser(distance / halfTaps);
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
}

/** The modified Bessel function of order zero, by its series. */
function bessel(x: number): number {
  let sum = 1;
  for (let k = 1, term = 1; term > sum * 1e-12; k++) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
