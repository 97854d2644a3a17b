import { FRAME_MS } from '@agent-locator/audio/mulaw.ts';

/**
 * Speech starts with 100 ms of voice within 300 ms: shorter sounds are clicks and breath. The window allows for the
 * closure of a consonant, which lasts up to 150 ms with the hiss after it.
 */
const START_VOICED_FRAMES = 5;
const START_WINDOW_FRAMES = 15;
/** Within 1.2 s after a pause, 60 ms of voice restart speech: the next word may be a short one. */
const AGAIN_VOICED_FRAMES = 3;
const AGAIN_WITHIN_MS = 1_200;
/** A pause is longer than the gaps inside words and between most words: 224 ms, in whole frames. The utterance before it can be transcribed. */
export const PAUSE_SILENCE_MS = 220;
/** A silence that ends most turns; the pause where nothing is transcribed on speculation. */
export const TURN_SILENCE_MS = 600;
/** Less voice than this is a noise and is not transcribed. */
export const NOISE_VOICED_MS = 128;
/** The longest utterance: it is cut here even if the caller goes on. */
export const MAX_UTTERANCE_MS = 15_000;

/** The state of the endpointing: whether the caller is speaking, frame by frame. */
export type Endpointing =
  /** `window` says for each of the latest frames, newest last, whether it had a voice. */
  | { readonly name: 'silent'; readonly window: readonly boolean[]; readonly silenceMs: number }
  | {
      readonly name: 'speaking';
      readonly lengthMs: number;
      readonly voicedMs: number;
      /** The time since the last voice. */
      readonly silenceMs: number;
    };

/** A change that a frame brought. */
export type Endpoint =
  | { readonly type: 'speech-started' }
  | { readonly type: 'speech-grew'; readonly voicedMs: number }
  | { readonly type: 'speech-paused'; readonly voicedMs: number; readonly silenceMs: number };

/** The state before the first frame. */
export const silent: Endpointing = { name: 'silent', window: [], silenceMs: AGAIN_WITHIN_MS };

/** Advances by one frame; returns the new state and the change, if any. `pauseMs` of silence make a pause. */
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
