import {
  CONTEXT_SAMPLES,
  MEMORY,
  type SileroWeights,
  TENSORS,
  WINDOW_SAMPLES,
} from './silero-weights.ts';

/** Returns the probability of speech, 0 to 1, of each window of a stream, in order. A window has 256 samples between −1 and 1. */
export type SpeechProbability = (window: Float32Array) => number;

/** The short-time Fourier transform: 128 samples, every 64. */
const SPECTRUM = { width: 128, hop: 64 };
/** The number of real parts in a spectrum; as many imaginary parts follow. */
const FREQUENCIES = 65;
/** The reflection padding at the end of a window, for the last spectrum. */
const MIRRORED_SAMPLES = 32;
const HEARD_SAMPLES = CONTEXT_SAMPLES + WINDOW_SAMPLES;
/** The convolution layers, each over three moments, and their strides. */
const ENCODERS = [
  { name: 'encoder.0.reparam_conv', stride: 1 },
  { name: 'encoder.1.reparam_conv', stride: 2 },
  { name: 'encoder.2.reparam_conv', stride: 2 },
  { name: 'encoder.3.reparam_conv', stride: 1 },
] as const;

/**
 * The reference implementation of Silero’s voice detector, version 6, for 8 kHz; tests compare the WebAssembly with it.
 * Each call of the returned function opens a stream. https://github.com/snakers4/silero-vad
 */
export function createSilero(weights: SileroWeights): () => SpeechProbability {
  return () => {
    const heard = new Float32Array(HEARD_SAMPLES + MIRRORED_SAMPLES);
    const memory = { hidden: new Float32Array(MEMORY), cell: new Float32Array(MEMORY) };

    return (window) => {
      hear(heard, window);
      const spectra = magnitudes(slide(weights['stft.forward_basis_buffer'], heard, SPECTRUM));
      const features = encode(weights, spectra);
      remember(weights, memory, features);
      return decide(weights, memory.hidden);
    };
  };
}

/** Shifts the input by one window: the end of the last window stays as context before it. */
function hear(heard: Float32Array, window: Float32Array): void {
  heard.copyWithin(0, WINDOW_SAMPLES, HEARD_SAMPLES);
  heard.set(window, CONTEXT_SAMPLES);
  for (let i = 0; i < MIRRORED_SAMPLES; i++) {
    heard[HEARD_SAMPLES + i] = heard[HEARD_SAMPLES - 2 - i] as number;
  }
}

function magnitudes(spectra: Float32Array): Float32Array {
  return Float32Array.from({ length: spectra.length / 2 }, (_, i) => {
    const real = i + Math.floor(i / FREQUENCIES) * FREQUENCIES;
    return Math.hypot(spectra[real] as number, spectra[real + FREQUENCIES] as number);
  });
}

function encode(weights: SileroWeights, spectra: Float32Array): Float32Array {
  return ENCODERS.reduce((input, { name, stride }) => {
    const [, channels, moments] = TENSORS[`${name}.weight`];
    // Zero padding: one moment before the first and one after the last.
    const padded = new Float32Array(input.length + 2 * channels);
    padded.set(input, channels);
    const shape = { width: moments * channels, hop: stride * channels };
    const output = slide(weights[`${name}.weight`], padded, shape);
    const bias = weights[`${name}.bias`];
    return output.map((sum, i) => Math.max(0, sum + (bias[i % bias.length] as number)));
  }, spectra);
}

type Memory = { readonly hidden: Float32Array; readonly cell: Float32Array };

/** The LSTM cell; its gates are ordered input, forget, cell, output. */
function remember(weights: SileroWeights, { hidden, cell }: Memory, features: Float32Array): void {
  const shape = { width: MEMORY, hop: MEMORY };
  const seen = slide(weights['decoder.rnn.weight_ih'], features, shape);
  const recalled = slide(weights['decoder.rnn.weight_hh'], hidden, shape);
  const seenBias = weights['decoder.rnn.bias_ih'];
  const recalledBias = weights['decoder.rnn.bias_hh'];
  const gate = (i: number) =>
    (seen[i] as number) +
    (seenBias[i] as number) +
    (recalled[i] as number) +
    (recalledBias[i] as number);

  for (let i = 0; i < MEMORY; i++) {
    const learned = sigmoid(gate(i)) * Math.tanh(gate(2 * MEMORY + i));
    const kept = sigmoid(gate(MEMORY + i)) * (cell[i] as number) + learned;
    cell[i] = kept;
    hidden[i] = sigmoid(gate(3 * MEMORY + i)) * Math.tanh(kept);
  }
}

function decide(weights: SileroWeights, hidden: Float32Array): number {
  const shape = { width: MEMORY, hop: MEMORY };
  const shown = hidden.map((value) => Math.max(0, value));
  const [sum = 0] = slide(weights['decoder.decoder.2.weight'], shown, shape);
  const [bias = 0] = weights['decoder.decoder.2.bias'];
  return sigmoid(sum + bias);
}

/** A one-dimensional convolution: returns each row’s sum of products with the input, at each hop. */
function slide(
  rows: Float32Array,
  input: Float32Array,
  { width, hop }: { width: number; hop: number },
): Float32Array {
  const count = rows.length / width;
  const places = Math.floor((input.length - width) / hop) + 1;
  const sums = new Float32Array(count * places);
  for (let place = 0; place < places; place++) {
    for (let row = 0; row < count; row++) {
      let sum = 0;
      for (let i = 0; i < width; i++) {
        sum += (rows[row * width + i] as number) * (input[place * hop + i] as number);
      }
      sums[place * count + row] = sum;
    }
  }
  return sums;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
