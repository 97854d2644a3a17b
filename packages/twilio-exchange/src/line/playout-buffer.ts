import { FRAME_BYTES, SILENCE } from '@agent-locator/audio/mulaw.ts';

/**
 * The audio and marks that a stream has sent and the caller has not heard yet, in order.
 * @see https://www.twilio.com/docs/voice/media-streams/websocket-messages
 */
export interface PlayoutBuffer {
  /** Queues audio. */
  append(audio: Uint8Array): void;
  /** Queues a mark behind the audio before it. Returns the marks that are reached already. */
  mark(name: string): string[];
  /** Drops all audio. Returns the marks that waited for it. */
  clear(): string[];
  /** Takes the next 20 ms. Returns them with the marks that the 20 ms before reached. */
  next(): { frame: Uint8Array | undefined; reached: string[] };
}

type Item = { audio: Uint8Array } | { mark: string };

/** Creates an empty buffer. */
export function createPlayoutBuffer(): PlayoutBuffer {
  let items: Item[] = [];
  /** Marks inside or right behind the frame now playing, which reaches them at its end. */
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
