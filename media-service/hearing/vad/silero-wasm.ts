import { readFile } from 'node:fs/promises';
import type { SpeechProbability } from './silero.ts';
import { CONTEXT_SAMPLES, MEMORY, WINDOW_SAMPLES } from './silero-weights.ts';
import { readWeights } from './weights-file.ts';

/** What assembly/silero.ts exports; the numbers are addresses. */
type Exports = {
  readonly memory: WebAssembly.Memory;
  readonly weights: WebAssembly.Global<number>;
  readonly stream: WebAssembly.Global<number>;
  readonly window: WebAssembly.Global<number>;
  listen(): number;
};

const STREAM_NUMBERS = 2 * MEMORY + CONTEXT_SAMPLES;

/** Loads Silero for all streams of the process; answers with a new stream each time. */
export async function loadSilero(): Promise<() => SpeechProbability> {
  const [program, numbers] = await Promise.all([
    readFile(new URL('./silero.wasm', import.meta.url)),
    readWeights(),
  ]);
  const { instance } = await WebAssembly.instantiate<Exports>(program);
  const { memory, weights, listen, ...inside } = instance.exports;
  new Float32Array(memory.buffer, weights.value, numbers.length).set(numbers);
  const heardStream = new Float32Array(memory.buffer, inside.stream.value, STREAM_NUMBERS);
  const heardWindow = new Float32Array(memory.buffer, inside.window.value, WINDOW_SAMPLES);

  return () => {
    // What a stream carries lives out here, so that nothing has to be given back when it is over.
    const stream = new Float32Array(STREAM_NUMBERS);
    return (window) => {
      heardStream.set(stream);
      heardWindow.set(window);
      const probability = listen();
      stream.set(heardStream);
      return probability;
    };
  };
}
