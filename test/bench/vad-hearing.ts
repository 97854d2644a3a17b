import { FRAME_BYTES, FRAME_MS } from '@agent-locator/audio/mulaw.ts';
import { createEar } from '#media-service/hearing/ear.ts';
import type { VoiceDetector } from '#media-service/hearing/voice-detector.ts';
import { add, babble, type Samples, toMulaw, whiteNoise } from './noise.ts';
import { quantile } from './quantile.ts';

const SAMPLES_PER_MS = 8;
/** The gap between two utterances: long enough to end the first, and for a noise. */
const PAUSE_MS = 2_500;
/** A speech start counts for the utterance that it falls into, or follows within this time. */
const LATE_MS = 200;
/** The beginning and the end of an utterance, by loudness alone. */
const AUDIBLE_DBFS = -40;
const SPEECH_DBFS = -20;

/** The accuracy of a detector, through the ear, on one kind of line. */
export type Hearing = {
  readonly line: string;
  readonly detector: string;
  readonly utterances: number;
  /** Utterances without a speech start of their own. */
  readonly missed: number;
  /** Utterances whose end was not found before the next began. */
  readonly unended: number;
  readonly onset_ms_median: number;
  readonly onset_ms_p95: number;
  /** From the true end to the last pause that is found, its 220 ms of silence included. */
  readonly end_ms_median: number;
  readonly false_starts_per_minute: number;
};

/** Mixes utterances into lines of several kinds, and runs each detector over them. */
export function measureHearing(
  said: readonly Samples[],
  detectors: Readonly<Record<string, () => VoiceDetector>>,
): Hearing[] {
  const { call, utterances } = toCall(said);
  return Object.entries(linesOf(call, said, utterances)).flatMap(([line, sound]) =>
    Object.entries(detectors).map(([detector, open]) => ({
      line,
      detector,
      utterances: utterances.length,
      ...judge(eventsOf(open(), sound), utterances),
    })),
  );
}

/** An utterance in a call, in milliseconds from its start. */
type Stretch = { readonly from: number; readonly to: number };

function toCall(said: readonly Samples[]): { call: Samples; utterances: Stretch[] } {
  const pause = PAUSE_MS * SAMPLES_PER_MS;
  const call = new Float32Array(
    said.reduce((length, { length: own }) => length + own + pause, pause),
  );
  let at = pause;
  const utterances = said.map((utterance) => {
    add(call, utterance, at);
    const from = (at + audible(utterance, 'first')) / SAMPLES_PER_MS;
    const to = (at + audible(utterance, 'last')) / SAMPLES_PER_MS;
    at += utterance.length + pause;
    return { from, to };
  });
  return { call, utterances };
}

/** Returns the first or last sample of the audible stretches of 10 ms. */
function audible(utterance: Samples, which: 'first' | 'last'): number {
  const length = 10 * SAMPLES_PER_MS;
  const isLoud = (_: unknown, i: number) => {
    const stretch = utterance.subarray(i * length, (i + 1) * length);
    return stretch.reduce((sum, x) => sum + x * x, 0) / length > 10 ** (AUDIBLE_DBFS / 10);
  };
  const stretches = Array.from({ length: Math.floor(utterance.length / length) });
  if (which === 'first') return stretches.findIndex(isLoud) * length;
  return (stretches.findLastIndex(isLoud) + 1) * length;
}

function linesOf(call: Samples, said: readonly Samples[], utterances: readonly Stretch[]) {
  const over = (noise: Samples) => {
    const line = call.slice();
    add(line, noise, 0);
    return line;
  };
  const knocking = over(whiteNoise(call.length, -60));
  const knock = whiteNoise(200 * SAMPLES_PER_MS, -30);
  for (const { to } of utterances) add(knocking, knock, Math.round((to + 1_200) * SAMPLES_PER_MS));
  return {
    quiet: over(whiteNoise(call.length, -60)),
    'white 10 dB': over(whiteNoise(call.length, SPEECH_DBFS - 10)),
    'babble 10 dB': over(babble(call.length, said, SPEECH_DBFS - 10)),
    'quiet, knocks': knocking,
  };
}

type Noticed = { readonly type: 'speech-started' | 'speech-paused'; readonly at: number };

function eventsOf(isVoice: VoiceDetector, sound: Samples): Noticed[] {
  const ear = createEar(isVoice, () => {});
  const line = toMulaw(sound);
  const events: Noticed[] = [];
  for (let frame = 0; (frame + 1) * FRAME_BYTES <= line.length; frame++) {
    for (const { type } of ear.hear(
      line.subarray(frame * FRAME_BYTES, (frame + 1) * FRAME_BYTES),
    )) {
      if (type !== 'speech-grew') events.push({ type, at: (frame + 1) * FRAME_MS });
    }
  }
  return events;
}

function judge(events: readonly Noticed[], utterances: readonly Stretch[]) {
  const starts = events.filter(({ type }) => type === 'speech-started').map(({ at }) => at);
  const ends = events.filter(({ type }) => type === 'speech-paused').map(({ at }) => at);
  const within = ({ from, to }: Stretch) => starts.filter((at) => at >= from && at <= to + LATE_MS);
  const onsets = utterances.flatMap((utterance) =>
    within(utterance)
      .slice(0, 1)
      .map((at) => at - utterance.from),
  );
  const tails = utterances.flatMap(({ to }, i) => {
    const next = utterances[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    const end = ends.findLast((at) => at > to && at < next);
    return end === undefined ? [] : [end - to];
  });
  const falseStarts = starts.length - utterances.flatMap(within).length;
  const pauseMinutes = ((utterances.length + 1) * PAUSE_MS) / 60_000;
  return {
    missed: utterances.length - onsets.length,
    unended: utterances.length - tails.length,
    onset_ms_median: Math.round(quantile(onsets, 0.5)),
    onset_ms_p95: Math.round(quantile(onsets, 0.95)),
    end_ms_median: Math.round(quantile(tails, 0.5)),
    false_starts_per_minute: Number((falseStarts / pauseMinutes).toFixed(1)),
  };
}
