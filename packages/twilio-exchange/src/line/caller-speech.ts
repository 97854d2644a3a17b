import { FRAME_BYTES, SILENCE } from '@agent-locator/audio/mulaw.ts';

/** The queue of audio that the caller says, frame by frame. */
export interface CallerSpeech {
  /** Queues audio; settles when its last frame has left, or at `stop`. */
  say(mulaw: Uint8Array): Promise<void>;
  /** Takes the next frame of speech, due at `at`; undefined when the queue is empty. */
  next(at: number): Uint8Array | undefined;
  /** Drops the queue and settles every promise. */
  stop(): void;
  /** Stops, and refuses more audio. */
  shut(): void;
}

type Utterance = {
  readonly audio: Uint8Array;
  readonly said: () => void;
  spoken: number;
  startedAt: number;
};

/** Creates an empty queue; `onSpoke` receives the interval of every utterance that was said. */
export function createCallerSpeech(
  onSpoke: (startedAt: number, endedAt: number) => void,
): CallerSpeech {
  let queue: Utterance[] = [];
  let isShut = false;

  function finish(utterance: Utterance, at: number) {
    if (utterance.spoken > 0) onSpoke(utterance.startedAt, at);
    utterance.said();
  }

  function stop() {
    const unsaid = queue;
    queue = [];
    for (const utterance of unsaid) finish(utterance, Date.now());
  }

  return {
    say(audio) {
      if (isShut || audio.length === 0) return Promise.resolve();
      return new Promise((said) => {
        queue.push({ audio, said, spoken: 0, startedAt: 0 });
      });
    },
    next(at) {
      // An utterance ends 20 ms after its last frame was taken, when that frame has been said.
      const [last] = queue;
      if (last && last.spoken >= last.audio.length) {
        queue.shift();
        finish(last, at);
      }
      const [utterance] = queue;
      if (!utterance) return undefined;
      if (utterance.spoken === 0) utterance.startedAt = at;
      const frame = new Uint8Array(FRAME_BYTES).fill(SILENCE);
      frame.set(utterance.audio.subarray(utterance.spoken, utterance.spoken + FRAME_BYTES));
      utterance.spoken += FRAME_BYTES;
      return frame;
    },
    stop,
    shut() {
      isShut = true;
      stop();
    },
  };
}
