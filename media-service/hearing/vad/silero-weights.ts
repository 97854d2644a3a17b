/** Samples of one window: 32 ms at 8 kHz. */
export const WINDOW_SAMPLES = 256;
/** Samples of the window before that the network takes in again. */
export const CONTEXT_SAMPLES = 32;
/** Numbers in each of the two LSTM states of a stream: hidden and cell. */
export const MEMORY = 128;

/** The tensors of the 8 kHz network in the order of the weights file, with the model's shapes. */
export const TENSORS = {
  'stft.forward_basis_buffer': [130, 1, 128],
  'encoder.0.reparam_conv.weight': [128, 65, 3],
  'encoder.0.reparam_conv.bias': [128],
  'encoder.1.reparam_conv.weight': [64, 128, 3],
  'encoder.1.reparam_conv.bias': [64],
  'encoder.2.reparam_conv.weight': [64, 64, 3],
  'encoder.2.reparam_conv.bias': [64],
  'encoder.3.reparam_conv.weight': [128, 64, 3],
  'encoder.3.reparam_conv.bias': [128],
  'decoder.rnn.weight_ih': [512, 128],
  'decoder.rnn.bias_ih': [512],
  'decoder.rnn.weight_hh': [512, 128],
  'decoder.rnn.bias_hh': [512],
  'decoder.decoder.2.weight': [1, 128, 1],
  'decoder.decoder.2.bias': [1],
} as const satisfies Record<string, readonly number[]>;

/** The name of a tensor in the model. */
export type TensorName = keyof typeof TENSORS;

/** The weights by tensor; a filter's numbers are ordered like its input, moment by moment. */
export type SileroWeights = Readonly<Record<TensorName, Float32Array>>;

/** Returns the tensors in the numbers of the weights file. @throws Error where the count is wrong. */
export function toWeights(numbers: Float32Array): SileroWeights {
  let at = 0;
  const found = tensorNames.map((name) => {
    const start = at;
    at += sizeOf(TENSORS[name]);
    return [name, numbers.subarray(start, at)] as const;
  });
  if (at !== numbers.length) throw new Error(`${numbers.length} weights instead of ${at}`);
  return Object.fromEntries(found) as SileroWeights;
}

/** Returns the tensors of a model as the numbers of the weights file. */
export function fromTensors(tensor: (name: TensorName) => Float32Array): Float32Array {
  const parts = tensorNames.map((name) => momentByMoment(tensor(name), TENSORS[name]));
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

const tensorNames = Object.keys(TENSORS) as TensorName[];

/** Turns filters × channels × moments into filters × moments × channels. */
function momentByMoment(values: Float32Array, shape: readonly number[]): Float32Array {
  const [, channels = 1, moments = 1] = shape;
  const filter = channels * moments;
  return values.map((_, i) => {
    const moment = Math.floor((i % filter) / channels);
    return values[i - (i % filter) + (i % channels) * moments + moment] as number;
  });
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}
