import { toPcm16 } from '@agent-locator/audio/mulaw.ts';
import type { VoiceDetector } from '#media-service/hearing/voice-detector.ts';
import type { SpeechProbability } from './silero.ts';
import { loadSilero } from './silero-wasm.ts';
import { WINDOW_SAMPLES } from './silero-weights.ts';

/**
 * How likely speech must be to begin, and to go on. Silero’s authors take 0.5 and 0.35; these let an agent pause 20 ms
 * sooner (`npm run bench -- barge-in`) without more false starts (`npm run bench -- vad`).
 */
const ON = 0.45;
const OFF = 0.25;
/** A window under −50 dBFS is no voice: in a quiet line the network hears speech 80 ms longer than it lasts. */
const QUIET_POWER = 10 ** (-50 / 10);
const FULL_SCALE = 32_768;

/** Loads Silero once for the process; answers with the detector of a new stream each time. */
export async function openSilero(): Promise<() => VoiceDetector> {
  const openStream = await loadSilero();
  return () => sileroDetector(openStream());
}

/** Hears voice by how it sounds: judges every 32 ms, and stands by it until the next judgement. */
export function sileroDetector(probability: SpeechProbability): VoiceDetector {
  const window = new Float32Array(WINDOW_SAMPLES);
  let filled = 0;
  let isVoice = false;

  return (frame) => {
    for (const sample of toPcm16(frame)) {
      window[filled++] = sample / FULL_SCALE;
      if (filled < WINDOW_SAMPLES) continue;
      filled = 0;
      // Silence is heard too: a network that is spared it goes on expecting speech, and takes a knock for a word.
      const likely = probability(window);
      isVoice = likely >= (isVoice ? OFF : ON) && powerOf(window) >= QUIET_POWER;
    }
    return isVoice;
  };
}

function powerOf(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}
