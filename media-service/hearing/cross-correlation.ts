/** A running cross-correlation of an input with an earlier output, at each lag; the latest slots weigh most. */
export interface CrossCorrelation {
  /** Begins a slot with its input; `weight` is the slot's share of the running means. */
  begin(input: number, weight: number): void;
  /** Adds the output of `lag` slots before. */
  add(lag: number, output: number): void;
  /** Returns the correlation coefficient at a lag: 1 where the input follows the output exactly, 0 where they are unrelated. */
  correlation(lag: number): number;
  /** Returns the slope of the linear regression of the input on the output at a lag. */
  slope(lag: number): number;
  /** Returns the input without output that a regression line of this slope predicts. */
  intercept(lag: number, slope: number): number;
}

/** A variance under this share of the mean square is a rounding error: a constant signal correlates with nothing. */
const ROUNDING = 1e-9;

/** Creates a cross-correlation over lags from 0 to `lags` − 1. */
export function createCrossCorrelation(lags: number): CrossCorrelation {
  const meanOutput = new Float64Array(lags);
  const meanOutputSquare = new Float64Array(lags);
  const meanProduct = new Float64Array(lags);
  let meanInput = 0;
  let meanInputSquare = 0;
  let latestInput = 0;
  let latestWeight = 0;

  const updated = (mean: number, value: number) => mean + (value - mean) * latestWeight;
  const outputVariance = (lag: number) => variance(at(meanOutput, lag), at(meanOutputSquare, lag));
  const covariance = (lag: number) => at(meanProduct, lag) - at(meanOutput, lag) * meanInput;

  return {
    begin(input, weight) {
      latestInput = input;
      latestWeight = weight;
      meanInput = updated(meanInput, input);
      meanInputSquare = updated(meanInputSquare, input * input);
    },
    add(lag, output) {
      meanOutput[lag] = updated(at(meanOutput, lag), output);
      meanOutputSquare[lag] = updated(at(meanOutputSquare, lag), output * output);
      meanProduct[lag] = updated(at(meanProduct, lag), output * latestInput);
    },
    correlation: (lag) =>
      ratio(covariance(lag), Math.sqrt(outputVariance(lag) * variance(meanInput, meanInputSquare))),
    slope: (lag) => ratio(covariance(lag), outputVariance(lag)),
    intercept: (lag, slope) => meanInput - slope * at(meanOutput, lag),
  };
}

function variance(mean: number, meanSquare: number): number {
  const difference = meanSquare - mean * mean;
  return difference > ROUNDING * meanSquare ? difference : 0;
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

function at(values: Float64Array, index: number): number {
  return values[index] as number;
}
