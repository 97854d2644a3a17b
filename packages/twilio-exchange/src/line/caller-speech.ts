import { FRAME_BYTES, SILENCE } from '@agent-locator/audio/mulaw.ts';

/** The caller's mouth: what is queued to be said, frame by frame. */
export interface CallerSpeech {
  /** Queues audio; resolves when its last frame has left, or when the mouth is stopped. */
  say(mulaw: Uint8Array): Promise<void>;
  /** Takes the next frame of speech at its moment; undefined when the caller says nothing. */
  next(at: number): Uint8Array | undefined;
  /** Forgets what is unsaid and settles every promise. */
  stop(): void;
  /** Stops, and says nothing any more. */
  shut(): void;
}

type Utterance = {
  readonly audio: Uint8Array;
  readonly said: () => void;
  spoken: number;
  startedAt: number;
};

/** Creates a mouth; `onSpoke` learns the interval of every utterance that left the line. */
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
      // An utterance ends when its last frame has been on the line for its 20 ms, not when it is taken.
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
