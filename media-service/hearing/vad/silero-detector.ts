import { toPcm16 } from '@agent-locator/audio/mulaw.ts';
import type { VoiceDetector } from '#media-service/hearing/voice-detector.ts';
import type { SpeechProbability } from './silero.ts';
import { loadSilero } from './silero-wasm.ts';
import { WINDOW_SAMPLES } from './silero-weights.ts';

/**
 * The probability at which speech begins, and under which it ends. Silero’s defaults are 0.5 and 0.35. These pause the
 * agent 20 ms sooner (`npm run bench -- barge-in`) without more false starts (`npm run bench -- vad`).
 * https://github.com/snakers4/silero-vad
 */
const ON = 0.45;
const OFF = 0.25;
/** A window under −50 dBFS is not voice: on a quiet line, the network prolongs speech by 80 ms. */
const QUIET_POWER = 10 ** (-50 / 10);
const FULL_SCALE = 32_768;

/** Loads Silero once for the process; each call of the returned function creates the detector of a stream. */
export async function openSilero(): Promise<() => VoiceDetector> {
  const openStream = await loadSilero();
  return () => sileroDetector(openStream());
}

/** Creates a detector that judges each window of 32 ms; a frame gets the judgement of the last full window. */
export function sileroDetector(probability: SpeechProbability): VoiceDetector {
  const window = new Float32Array(WINDOW_SAMPLES);
  let filled = 0;
  let isVoice = false;

  return (frame) => {
    for (const sample of toPcm16(frame)) {
      window[filled++] = sample / FULL_SCALE;
      if (filled < WINDOW_SAMPLES) continue;
      filled = 0;
      // Silence goes through the network too: without it, the network still expects speech and takes a knock for a word.
      const speech = probability(window);
      isVoice = speech >= (isVoice ? OFF : ON) && powerOf(window) >= QUIET_POWER;
    }
    return isVoice;
  };
}

function powerOf(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}
