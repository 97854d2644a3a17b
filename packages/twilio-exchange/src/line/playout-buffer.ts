import { FRAME_BYTES, SILENCE } from '@agent-locator/audio/mulaw.ts';

/** What a stream has sent and the caller has not heard yet: audio and marks, in order. */
export interface PlayoutBuffer {
  /** Queues audio behind everything already queued. */
  append(audio: Uint8Array): void;
  /** Queues a mark behind the audio before it; returned are the marks already reached. */
  mark(name: string): string[];
  /** Drops all audio; returned are the marks that were waiting for it. */
  clear(): string[];
  /** Takes the next 20 ms, and tells which marks the 20 ms before it reached. */
  next(): { frame: Uint8Array | undefined; reached: string[] };
}

type Item = { audio: Uint8Array } | { mark: string };

/** Creates an empty buffer. */
export function createPlayoutBuffer(): PlayoutBuffer {
  let items: Item[] = [];
  /** Marks met inside or right behind the frame now playing: reached when it has been played. */
  let passing: string[] = [];
  let isPlaying = false;

  function takeMarks(): void {
    for (let head = items[0]; head && 'mark' in head; head = items[0]) {
      passing.push(head.mark);
      items.shift();
    }
  }

  function takePassing(): string[] {
    const reached = passing;
    passing = [];
    return reached;
  }

  return {
    append(audio) {
      if (audio.length > 0) items.push({ audio });
    },
    mark(name) {
      items.push({ mark: name });
      if (isPlaying) return [];
      takeMarks();
      return takePassing();
    },
    clear() {
      takeMarks();
      const waiting = items.flatMap((item) => ('mark' in item ? [item.mark] : []));
      items = [];
      return [...takePassing(), ...waiting];
    },
    next() {
      takeMarks();
      const reached = takePassing();
      const frame = new Uint8Array(FRAME_BYTES).fill(SILENCE);
      let filled = 0;
      for (let head = items[0]; head && filled < FRAME_BYTES; head = items[0]) {
        if ('mark' in head) {
          takeMarks();
          continue;
        }
        const taken = head.audio.subarray(0, FRAME_BYTES - filled);
        frame.set(taken, filled);
        filled += taken.length;
        head.audio = head.audio.subarray(taken.length);
        if (head.audio.length === 0) items.shift();
      }
      isPlaying = filled > 0;
      return { frame: isPlaying ? frame : undefined, reached };
    },
  };
}
