import { FRAME_BYTES, SILENCE } from '#media-service/mulaw.ts';

/** The caller's mouth: what is queued to be said, frame by frame. */
export interface CallerSpeech {
  /** Queues audio; resolves when its last frame has left, or when the mouth is shut for good. */
  say(mulaw: Uint8Array): Promise<void>;
  /** Takes the next frame of speech; undefined when the caller says nothing. */
  next(): Uint8Array | undefined;
  /** Forgets what is unsaid and settles every promise. */
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

  function finish(utterance: Utterance) {
    if (utterance.spoken > 0) onSpoke(utterance.startedAt, Date.now());
    utterance.said();
  }

  return {
    say(audio) {
      if (isShut || audio.length === 0) return Promise.resolve();
      return new Promise((said) => {
        queue.push({ audio, said, spoken: 0, startedAt: 0 });
      });
    },
    next() {
      // An utterance ends when its last frame has been on the line for its 20 ms, not when it is taken.
      if (queue[0] && queue[0].spoken >= queue[0].audio.length) finish(queue.shift() as Utterance);
      const [utterance] = queue;
      if (!utterance) return undefined;
      if (utterance.spoken === 0) utterance.startedAt = Date.now();
      const frame = new Uint8Array(FRAME_BYTES).fill(SILENCE);
      frame.set(utterance.audio.subarray(utterance.spoken, utterance.spoken + FRAME_BYTES));
      utterance.spoken += FRAME_BYTES;
      return frame;
    },
    shut() {
      isShut = true;
      for (const utterance of queue) finish(utterance);
      queue = [];
    },
  };
}
