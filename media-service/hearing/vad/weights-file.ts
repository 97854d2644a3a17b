import { readFile } from 'node:fs/promises';
import { toWeights } from './silero-weights.ts';

/** Where extract-weights.ts writes the numbers of the 8 kHz network: single precision, little-endian. */
export const WEIGHTS_FILE = new URL('./silero-v6-8khz.f32', import.meta.url);

/** Reads the numbers of the 8 kHz network; throws when there are more or fewer than it has. */
export async function readWeights(): Promise<Float32Array> {
  const numbers = new Float32Array(Uint8Array.from(await readFile(WEIGHTS_FILE)).buffer);
  toWeights(numbers);
  return numbers;
}
