import { FRAME_MS } from '@agent-locator/audio/mulaw.ts';
import type { Switches } from '../trouble/switches.ts';

/** A queue of a stream's messages that keeps their order and may delay them. */
export interface MediaOutbox {
  send(message: string): void;
  /** Advances the stream by 20 ms. */
  tick(): void;
  /** Sends every message that waits. */
  flush(): void;
}

const BURST_FRAMES = 10;
const STALL_AFTER_MS = 1000;

/** Creates a queue in front of `send`. */
export function createMediaOutbox(
  jitter: Switches['mediaJitter'],
  send: (message: string) => void,
): MediaOutbox {
  let waiting: string[] = [];
  let frames = 0;

  function flush() {
    for (const message of waiting) send(message);
    waiting = [];
  }

  return {
    send(message) {
      if (holdsBack(jitter, frames)) waiting.push(message);
      else send(message);
    },
    tick() {
      frames++;
      if (!holdsBack(jitter, frames)) flush();
    },
    flush,
  };
}

function holdsBack(jitter: Switches['mediaJitter'], frames: number): boolean {
  if (jitter === 'exact') return false;
  if (jitter === 'bursts') return frames % BURST_FRAMES !== 0;
  const { stallMs, afterMs = STALL_AFTER_MS } = jitter;
  const stalledMs = frames * FRAME_MS - afterMs;
  return stalledMs > 0 && stalledMs <= stallMs;
}
