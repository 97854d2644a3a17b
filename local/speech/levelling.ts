const WINDOW = 220; // 10 ms at 22,050 Hz
const KEPT_SILENCE_WINDOWS = 3;
const SILENT_BELOW_DBFS = -48;
const VOICED_ABOVE_DBFS = -36;
const SPOKEN_DBFS = -20;

/** Trims 22,050 Hz speech to 30 ms around its sound, and normalises its voice to −20 dBFS. */
export function toEvenSpeech(pcm: Int16Array): Int16Array {
  const powers = windowPowers(pcm);
  const first = powers.findIndex((power) => power > powerOf(SILENT_BELOW_DBFS));
  if (first < 0) return new Int16Array(0);
  const last = powers.findLastIndex((power) => power > powerOf(SILENT_BELOW_DBFS));
  const voiced = powers.filter((power) => power > powerOf(VOICED_ABOVE_DBFS));
  const loudness = voiced.reduce((sum, power) => sum + power, 0) / Math.max(1, voiced.length);
  const gain = voiced.length ? Math.sqrt(powerOf(SPOKEN_DBFS) / loudness) : 1;
  return pcm
    .slice(
      Math.max(0, first - KEPT_SILENCE_WINDOWS) * WINDOW,
      (last + 1 + KEPT_SILENCE_WINDOWS) * WINDOW,
    )
    .map((sample) => limited(sample * gain));
}

function windowPowers(pcm: Int16Array): number[] {
  return Array.from({ length: Math.ceil(pcm.length / WINDOW) }, (_, i) => {
    const window = pcm.subarray(i * WINDOW, (i + 1) * WINDOW);
    return window.reduce((sum, sample) => sum + sample * sample, 0) / window.length;
  });
}

function powerOf(dbfs: number): number {
  return 32_768 ** 2 * 10 ** (dbfs / 10);
}

function limited(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample)));
}
