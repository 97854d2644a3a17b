import { readFile } from 'node:fs/promises';
import { toWeights } from './silero-weights.ts';

/** The file of the 8 kHz network's weights: single precision, little-endian, written by extract-weights.ts. */
export const WEIGHTS_FILE = new URL('./silero-v6-8khz.f32', import.meta.url);

/** Returns the weights of the 8 kHz network. @throws Error where the file holds more or fewer than the network has. */
export async function readWeights(): Promise<Float32Array> {
  const numbers = new Float32Array(Uint8Array.from(await readFile(WEIGHTS_FILE)).buffer);
  toWeights(numbers);
  return numbers;
}
