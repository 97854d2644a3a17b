/** Compares what comes in with what sounded so many slots before: running means, of which the latest count most. */
export interface Lagged {
  /** Begins a slot in which `value` came in and which counts for a share of the means. */
  begin(value: number, weight: number): void;
  /** Adds what had sounded a lag before the slot. */
  add(lag: number, value: number): void;
  /** How alike the two are at a lag: 1 where one follows the other exactly, 0 where they have nothing to do with each other. */
  likeness(lag: number): number;
  /** How much more comes in for each 1 that sounds. */
  slope(lag: number): number;
  /** How much comes in where nothing sounds, if so much more comes in for each 1 that does. */
  rest(lag: number, slope: number): number;
}

/** What varies by less than this share of itself does so by rounding: a dead line is like nothing. */
const ROUNDING = 1e-9;

/** Has compared nothing yet. */
export function createLagged(lags: number): Lagged {
  const sounded = new Float64Array(lags);
  const soundedSquared = new Float64Array(lags);
  const together = new Float64Array(lags);
  let came = 0;
  let cameSquared = 0;
  let now = 0;
  let share = 0;

  const mixed = (mean: number, value: number) => mean + (value - mean) * share;
  const variance = (lag: number) => varied(at(sounded, lag), at(soundedSquared, lag));
  const covariance = (lag: number) => at(together, lag) - at(sounded, lag) * came;

  return {
    begin(value, weight) {
      now = value;
      share = weight;
      came = mixed(came, value);
      cameSquared = mixed(cameSquared, value * value);
    },
    add(lag, value) {
      sounded[lag] = mixed(at(sounded, lag), value);
      soundedSquared[lag] = mixed(at(soundedSquared, lag), value * value);
      together[lag] = mixed(at(together, lag), value * now);
    },
    likeness: (lag) => ratio(covariance(lag), Math.sqrt(variance(lag) * varied(came, cameSquared))),
    slope: (lag) => ratio(covariance(lag), variance(lag)),
    rest: (lag, slope) => came - slope * at(sounded, lag),
  };
}

function varied(mean: number, meanSquare: number): number {
  const variance = meanSquare - mean * mean;
  return variance > ROUNDING * meanSquare ? variance : 0;
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

function at(values: Float64Array, index: number): number {
  return values[index] as number;
}
