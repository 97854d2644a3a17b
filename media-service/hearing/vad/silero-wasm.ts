import { readFile } from 'node:fs/promises';
import type { SpeechProbability } from './silero.ts';
import { CONTEXT_SAMPLES, MEMORY, WINDOW_SAMPLES } from './silero-weights.ts';
import { readWeights } from './weights-file.ts';

/** The exports of assembly/silero.ts; the numbers are addresses. */
type Exports = {
  readonly memory: WebAssembly.Memory;
  readonly weights: WebAssembly.Global<number>;
  readonly stream: WebAssembly.Global<number>;
  readonly window: WebAssembly.Global<number>;
  listen(): number;
};

const STREAM_NUMBERS = 2 * MEMORY + CONTEXT_SAMPLES;

/** Loads Silero once for the process; each call of the returned function opens a stream. */
export async function loadSilero(): Promise<() => SpeechProbability> {
  const [program, numbers] = await Promise.all([
    readFile(new URL('./silero.wasm', import.meta.url)),
    readWeights(),
  ]);
  const { instance } = await WebAssembly.instantiate<Exports>(program);
  const { memory, weights, listen, ...inside } = instance.exports;
  new Float32Array(memory.buffer, weights.value, numbers.length).set(numbers);
  const streamMemory = new Float32Array(memory.buffer, inside.stream.value, STREAM_NUMBERS);
  const windowMemory = new Float32Array(memory.buffer, inside.window.value, WINDOW_SAMPLES);

  return () => {
    // The state of a stream lives outside of WebAssembly, so that the garbage collector frees it.
    const stream = new Float32Array(STREAM_NUMBERS);
    return (window) => {
      streamMemory.set(stream);
      windowMemory.set(window);
      const probability = listen();
      stream.set(streamMemory);
      return probability;
    };
  };
}
