import { FRAME_MS } from '@agent-locator/audio/mulaw.ts';
import type { Switches } from '../trouble/switches.ts';

/** The way of a stream's messages to its server, which keeps their order and may keep them waiting. */
export interface MediaOutbox {
  send(message: string): void;
  /** Tells that the next 20 ms of the stream begin. */
  tick(): void;
  /** Sends all that waits. */
  flush(): void;
}

const BURST_FRAMES = 10;
const STALL_AFTER_MS = 1000;

/** Creates the way to a server over whatever sends one message. */
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
