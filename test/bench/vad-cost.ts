import { createSilero, type SpeechProbability } from '#media-service/hearing/vad/silero.ts';
import { loadSilero } from '#media-service/hearing/vad/silero-wasm.ts';
import { toWeights, WINDOW_SAMPLES } from '#media-service/hearing/vad/silero-weights.ts';
import { readWeights } from '#media-service/hearing/vad/weights-file.ts';
import type { Samples } from './noise.ts';
import { quantile } from './quantile.ts';

/** Many rounds of about 2 ms each, so that other work on the machine disturbs few of them. */
const ROUNDS = 401;
const WINDOWS_A_ROUND = { wasm: 64, js: 4 };
const COLD_WINDOWS = 400;
/** Warm-up rounds, in which either implementation may still be compiled. */
const WARM_UP_ROUNDS = 100;
/** More than the caches of a core hold, like the other work of a service between two windows. */
const ELSEWHERE = new Float64Array(1_048_576);

/** Microseconds for a window of 32 ms; the spread leaves out the fastest and the slowest 5 % of the rounds. */
export type Cost = { readonly median: number; readonly spread: readonly [number, number] };

/** Times Silero in WebAssembly and in JavaScript alternately, on the same speech, then with cold caches. */
export async function measureCost(
  speech: Samples,
): Promise<{ readonly wasm: Cost; readonly js: Cost; readonly cold: number }> {
  const contestants = {
    wasm: (await loadSilero())(),
    js: createSilero(toWeights(await readWeights()))(),
  };
  const rounds = { wasm: [] as number[], js: [] as number[] };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? (['wasm', 'js'] as const) : (['js', 'wasm'] as const);
    for (const name of order) {
      const us = timed(contestants[name], speech, WINDOWS_A_ROUND[name]);
      if (round >= 0) rounds[name].push(us);
    }
  }
  return {
    wasm: toCost(rounds.wasm),
    js: toCost(rounds.js),
    cold: timedCold(contestants.wasm, speech),
  };
}

function timed(probability: SpeechProbability, speech: Samples, windows: number): number {
  const startedAt = performance.now();
  for (let i = 0; i < windows; i++) probability(windowOf(speech, i));
  return ((performance.now() - startedAt) * 1_000) / windows;
}

function timedCold(probability: SpeechProbability, speech: Samples): number {
  const CACHE_LINE_NUMBERS = 8;
  const times = Array.from({ length: COLD_WINDOWS }, (_, i) => {
    for (let at = 0; at < ELSEWHERE.length; at += CACHE_LINE_NUMBERS) ELSEWHERE[at] = i;
    const startedAt = performance.now();
    probability(windowOf(speech, i));
    return (performance.now() - startedAt) * 1_000;
  });
  return quantile(times, 0.5);
}

function windowOf(speech: Samples, i: number): Samples {
  const at = (i * WINDOW_SAMPLES) % (speech.length - WINDOW_SAMPLES);
  return speech.subarray(at, at + WINDOW_SAMPLES);
}

function toCost(rounds: readonly number[]): Cost {
  return {
    median: quantile(rounds, 0.5),
    spread: [quantile(rounds, 0.05), quantile(rounds, 0.95)],
  };
}
