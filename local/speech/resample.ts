const UP = 160;
const DOWN = 441;
const HALF_TAPS = 64;
const CUTOFF = 3_650 / 22_050;
const KAISER_BETA = 8;

const phases = Array.from({ length: UP }, (_, phase) => filterPhase(phase / UP));

/** Turns 22,050 Hz samples into 8,000 Hz samples, band-limited below 4 kHz so that nothing folds back. */
export function toTelephoneRate(pcm: Int16Array): Int16Array {
  const out = new Int16Array(Math.floor((pcm.length * UP) / DOWN));
  for (let n = 0; n < out.length; n++) {
    const centre = Math.floor((n * DOWN) / UP);
    const taps = phases[(n * DOWN) % UP] as Float64Array;
    const from = centre - HALF_TAPS + 1;
    let sum = 0;
    for (let k = Math.max(0, -from); k < taps.length && from + k < pcm.length; k++) {
      sum += (taps[k] as number) * (pcm[from + k] as number);
    }
    out[n] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }
  return out;
}

/** The windowed sinc as seen from a point `offset` of a sample past its centre tap, at unit gain. */
function filterPhase(offset: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * HALF_TAPS }, (_, k) => {
    const distance = k - HALF_TAPS + 1 - offset;
    return 2 * CUTOFF * sinc(2 * CUTOFF * distance) * kaiser(distance / HALF_TAPS);
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
