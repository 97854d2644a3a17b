// Silero’s voice detector, version 6, for 8 kHz, in SIMD; ../silero.ts is the readable reference.
// Nothing is allocated: every number has a fixed address, and one memory serves all streams in turn.

const F32: usize = 4;

/** The weights, in the order of their file. */
export const weights: usize = 0;
const basis = weights;
const encoder0 = basis + 130 * 128 * F32;
const encoder0Bias = encoder0 + 128 * 195 * F32;
const encoder1 = encoder0Bias + 128 * F32;
const encoder1Bias = encoder1 + 64 * 384 * F32;
const encoder2 = encoder1Bias + 64 * F32;
const encoder2Bias = encoder2 + 64 * 192 * F32;
const encoder3 = encoder2Bias + 64 * F32;
const encoder3Bias = encoder3 + 128 * 192 * F32;
const seen = encoder3Bias + 128 * F32;
const seenBias = seen + 512 * 128 * F32;
const recalled = seenBias + 512 * F32;
const recalledBias = recalled + 512 * 128 * F32;
const decoder = recalledBias + 512 * F32;
const decoderBias = decoder + 128 * F32;

/** The state of a stream between windows: copied in before a window, copied out after it. */
export const stream: usize = (decoderBias + F32 + 15) & ~15;
const hidden = stream;
const cell = hidden + 128 * F32;
const context = cell + 128 * F32;
/** The 256 samples of a window; the 32 before it are its context. */
export const window: usize = context + 32 * F32;
const mirrored = window + 256 * F32;

const spectrum = mirrored + 32 * F32;
// Zero padding: one moment before the first and one after the last of a layer’s input, never written to.
const input0 = spectrum + 132 * F32;
const input1 = input0 + (1 + 4 + 1) * 65 * F32;
const input2 = input1 + (1 + 4 + 1) * 128 * F32;
const input3 = input2 + (1 + 2 + 1) * 64 * F32;
const features = input3 + (1 + 1 + 1) * 64 * F32;
const seenGates = features + 128 * F32;
const recalledGates = seenGates + 512 * F32;

/** Takes in one more window; returns its probability of speech. */
export function listen(): f32 {
  mirror();
  for (let moment: usize = 0; moment < 4; moment++) {
    multiply(basis, 130, 128, context + moment * 64 * F32, spectrum);
    magnitude(input0 + (moment + 1) * 65 * F32);
  }
  for (let moment: usize = 0; moment < 4; moment++) {
    const to = input1 + (moment + 1) * 128 * F32;
    multiply(encoder0, 128, 3 * 65, input0 + moment * 65 * F32, to);
    rectify(to, encoder0Bias, 128);
  }
  for (let moment: usize = 0; moment < 2; moment++) {
    const to = input2 + (moment + 1) * 64 * F32;
    multiply(encoder1, 64, 3 * 128, input1 + 2 * moment * 128 * F32, to);
    rectify(to, encoder1Bias, 64);
  }
  multiply(encoder2, 64, 3 * 64, input2, input3 + 64 * F32);
  rectify(input3 + 64 * F32, encoder2Bias, 64);
  multiply(encoder3, 128, 3 * 64, input3, features);
  rectify(features, encoder3Bias, 128);
  remember();
  memory.copy(context, window + (256 - 32) * F32, 32 * F32);
  return decide();
}

function mirror(): void {
  for (let i: usize = 0; i < 32; i++) {
    store<f32>(mirrored + i * F32, load<f32>(mirrored - (i + 2) * F32));
  }
}

/** The magnitude of each frequency. */
function magnitude(to: usize): void {
  for (let at: usize = 0; at < 64 * F32; at += 16) {
    const real = v128.load(spectrum + at);
    const imaginary = v128.load(spectrum + 65 * F32 + at);
    const square = f32x4.add(f32x4.mul(real, real), f32x4.mul(imaginary, imaginary));
    v128.store(to + at, f32x4.sqrt(square));
  }
  const real = load<f32>(spectrum + 64 * F32);
  const imaginary = load<f32>(spectrum + 129 * F32);
  store<f32>(to + 64 * F32, sqrt<f32>(real * real + imaginary * imaginary));
}

function rectify(at: usize, bias: usize, count: usize): void {
  for (let i: usize = 0; i < count * F32; i += 16) {
    const sums = f32x4.add(v128.load(at + i), v128.load(bias + i));
    v128.store(at + i, f32x4.max(sums, f32x4.splat(0)));
  }
}

/** The LSTM cell: 128 gates each of input, forget, cell and output, in this order. */
function remember(): void {
  multiply(seen, 512, 128, features, seenGates);
  multiply(recalled, 512, 128, hidden, recalledGates);
  for (let i: usize = 0; i < 128 * F32; i += 16) {
    const learned = f32x4.mul(sigmoid(gate(i)), tanh(gate(i + 256 * F32)));
    const kept = f32x4.mul(sigmoid(gate(i + 128 * F32)), v128.load(cell + i));
    const known = f32x4.add(kept, learned);
    v128.store(cell + i, known);
    v128.store(hidden + i, f32x4.mul(sigmoid(gate(i + 384 * F32)), tanh(known)));
  }
}

function gate(i: usize): v128 {
  const fromSeen = f32x4.add(v128.load(seenGates + i), v128.load(seenBias + i));
  const fromRecalled = f32x4.add(v128.load(recalledGates + i), v128.load(recalledBias + i));
  return f32x4.add(fromSeen, fromRecalled);
}

function decide(): f32 {
  let sums = f32x4.splat(0);
  for (let i: usize = 0; i < 128 * F32; i += 16) {
    const shown = f32x4.max(v128.load(hidden + i), f32x4.splat(0));
    sums = f32x4.add(sums, f32x4.mul(shown, v128.load(decoder + i)));
  }
  const sum = f32x4.add(totals(sums, sums, sums, sums), v128.load32_splat(decoderBias));
  return f32x4.extract_lane(sigmoid(sum), 0);
}

/**
 * Multiplies the input by each of `count` rows of `width` weights, four rows at a time.
 * Where the count is not a multiple of four, the last four rows overlap the ones before.
 */
function multiply(rows: usize, count: usize, width: usize, input: usize, to: usize): void {
  const bytes = width * F32;
  for (let block: usize = 0; block < count; block += 4) {
    const row = min(block, count - 4);
    const a = rows + row * bytes;
    const b = a + bytes;
    const c = b + bytes;
    const d = c + bytes;
    let sumsA = f32x4.splat(0);
    let sumsB = f32x4.splat(0);
    let sumsC = f32x4.splat(0);
    let sumsD = f32x4.splat(0);
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16) {
      const x = v128.load(input + i);
      sumsA = f32x4.add(sumsA, f32x4.mul(v128.load(a + i), x));
      sumsB = f32x4.add(sumsB, f32x4.mul(v128.load(b + i), x));
      sumsC = f32x4.add(sumsC, f32x4.mul(v128.load(c + i), x));
      sumsD = f32x4.add(sumsD, f32x4.mul(v128.load(d + i), x));
    }
    let sums = totals(sumsA, sumsB, sumsC, sumsD);
    for (; i < bytes; i += F32) {
      let column = v128.load32_zero(a + i);
      column = v128.load_lane<f32>(b + i, column, 1);
      column = v128.load_lane<f32>(c + i, column, 2);
      column = v128.load_lane<f32>(d + i, column, 3);
      sums = f32x4.add(sums, f32x4.mul(column, v128.load32_splat(input + i)));
    }
    v128.store(to + row * F32, sums);
  }
}

/** The sum of each of four times four numbers. */
function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

function tanh(x: v128): v128 {
  const twice = sigmoid(f32x4.add(x, x));
  return f32x4.sub(f32x4.add(twice, twice), f32x4.splat(1));
}

function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}

/** eˣ to the seventh digit: a power of two times Taylor’s polynomial of the remainder, at most ½ ln 2. */
function exp(x: v128): v128 {
  const bounded = f32x4.max(f32x4.min(x, f32x4.splat(87)), f32x4.splat(-87));
  const power = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(<f32>Math.LOG2E)));
  // ln 2 in two parts (Cody–Waite): one part would lose the remainder’s digits.
  let rest = f32x4.sub(bounded, f32x4.mul(power, f32x4.splat(0.693359375)));
  rest = f32x4.add(rest, f32x4.mul(power, f32x4.splat(2.1219444e-4)));
  let sum = f32x4.splat(1 / 720);
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1 / 120));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1 / 24));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1 / 6));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1 / 2));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1));
  const exponent = i32x4.add(i32x4.trunc_sat_f32x4_s(power), i32x4.splat(127));
  return f32x4.mul(sum, i32x4.shl(exponent, 23));
}
