import { FRAME_MS } from './mulaw.ts';

/** Speech starts with 100 ms of voice within 140 ms: shorter sounds are clicks and breath. */
const START_VOICED_FRAMES = 5;
const START_WINDOW_FRAMES = 7;
/** Speech ends after this much silence: shorter pauses split one read utterance in a thousand. */
export const END_SILENCE_MS = 600;
/** An utterance is committed at this length even if the caller goes on. */
export const MAX_UTTERANCE_MS = 15_000;

/** Whether the caller is speaking, judged frame by frame. */
export type Endpointing =
  | {
      readonly name: 'silent' /** The latest frames, newest last. */;
      readonly window: readonly boolean[];
    }
  | { readonly name: 'speaking'; readonly frames: number; readonly silentFrames: number };

/** What a frame changed. */
export type Endpoint = 'speech-started' | 'speech-ended';

/** Before the first frame. */
export const silent: Endpointing = { name: 'silent', window: [] };

/** Hears one more frame. */
export function endpoint(state: Endpointing, isVoiced: boolean): [Endpointing, Endpoint?] {
  switch (state.name) {
    case 'silent': {
      const window = [...state.window, isVoiced].slice(-START_WINDOW_FRAMES);
      const voiced = window.filter(Boolean).length;
      if (voiced < START_VOICED_FRAMES) return [{ name: 'silent', window }];
      return [{ name: 'speaking', frames: window.length, silentFrames: 0 }, 'speech-started'];
    }
    case 'speaking': {
      const frames = state.frames + 1;
      const silentFrames = isVoiced ? 0 : state.silentFrames + 1;
      const isOver =
        silentFrames * FRAME_MS >= END_SILENCE_MS || frames * FRAME_MS >= MAX_UTTERANCE_MS;
      return isOver ? [silent, 'speech-ended'] : [{ name: 'speaking', frames, silentFrames }];
    }
  }
}
