import { FRAME_MS } from '@agent-locator/audio/mulaw.ts';

/**
 * Speech starts with 100 ms of voice, and shorter sounds are clicks and breath; the voice may be interrupted by the
 * closure of a consonant, which with the hiss behind it lasts up to 150 ms.
 */
const START_VOICED_FRAMES = 5;
const START_WINDOW_FRAMES = 15;
/** Who goes on soon after a pause is heard sooner: their next word may be a short one. */
const AGAIN_VOICED_FRAMES = 3;
const AGAIN_WITHIN_MS = 1_200;
/** A pause of 224 ms, in whole frames, is longer than those inside words and between most of them: what was said before it can be understood. */
export const PAUSE_SILENCE_MS = 220;
/** A silence that ends most turns: where nothing is to be understood in vain, it is waited for. */
export const TURN_SILENCE_MS = 600;
/** Less voice than this is a noise, and not worth a transcription. */
export const NOISE_VOICED_MS = 128;
/** An utterance is cut off at this length even if the caller goes on. */
export const MAX_UTTERANCE_MS = 15_000;

/** Whether the caller is speaking, judged frame by frame. */
export type Endpointing =
  /** The latest frames, newest last: which of them had a voice. */
  | { readonly name: 'silent'; readonly window: readonly boolean[]; readonly silenceMs: number }
  | {
      readonly name: 'speaking';
      readonly lengthMs: number;
      readonly voicedMs: number;
      /** Since the last voice. */
      readonly silenceMs: number;
    };

/** What a frame changed. */
export type Endpoint =
  | { readonly type: 'speech-started' }
  | { readonly type: 'speech-grew'; readonly voicedMs: number }
  | { readonly type: 'speech-paused'; readonly voicedMs: number; readonly silenceMs: number };

/** Before the first frame. */
export const silent: Endpointing = { name: 'silent', window: [], silenceMs: AGAIN_WITHIN_MS };

/** Hears one more frame; `pauseMs` of silence are a pause. */
export function endpoint(
  state: Endpointing,
  isVoiced: boolean,
  pauseMs: number = PAUSE_SILENCE_MS,
): [Endpointing, Endpoint?] {
  if (state.name === 'silent') {
    const window = [...state.window, isVoiced].slice(-START_WINDOW_FRAMES);
    const voicedFrames = window.filter(Boolean).length;
    const isAgain = state.silenceMs < AGAIN_WITHIN_MS;
    if (voicedFrames < (isAgain ? AGAIN_VOICED_FRAMES : START_VOICED_FRAMES)) {
      return [{ name: 'silent', window, silenceMs: state.silenceMs + FRAME_MS }];
    }
    const lengthMs = window.length * FRAME_MS;
    const voicedMs = voicedFrames * FRAME_MS;
    return [{ name: 'speaking', lengthMs, voicedMs, silenceMs: 0 }, { type: 'speech-started' }];
  }
  const lengthMs = state.lengthMs + FRAME_MS;
  const voicedMs = state.voicedMs + (isVoiced ? FRAME_MS : 0);
  const silenceMs = isVoiced ? 0 : state.silenceMs + FRAME_MS;
  if (silenceMs >= pauseMs) {
    return [
      { name: 'silent', window: [], silenceMs },
      { type: 'speech-paused', voicedMs, silenceMs },
    ];
  }
  if (lengthMs >= MAX_UTTERANCE_MS) {
    return [silent, { type: 'speech-paused', voicedMs, silenceMs: 0 }];
  }
  const next = { name: 'speaking', lengthMs, voicedMs, silenceMs } as const;
  return isVoiced ? [next, { type: 'speech-grew', voicedMs }] : [next];
}
