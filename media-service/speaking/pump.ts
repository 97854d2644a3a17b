import { BYTES_PER_MS, FRAME_BYTES, SILENCE } from '@agent-locator/audio/mulaw.ts';
import type { PlayoutListener } from '#media-service/hearing/playout-levels.ts';

/** How far audio leaves ahead of the caller's ear: hides a short stall, and leaves little to take back. */
const LEAD_MS = 400;
/** How much audio one message carries: each message costs a system call, whatever its length. */
const PIECE_MS = 100;
const PIECE_BYTES = PIECE_MS * BYTES_PER_MS;

/** The sender of audio, in whole frames, and of marks. */
export type Outlet = {
  readonly play: (frames: Uint8Array) => void;
  readonly mark: (name: string) => void;
};

/** A paced sender: holds audio back until it is due at the caller's ear. */
export interface Pump {
  /** Queues μ-law audio of any length. */
  play(audio: Uint8Array): void;
  /** Queues a mark behind the audio; an incomplete frame is filled with silence. */
  mark(name: string): void;
  /** Drops all audio and marks that have not left. */
  clear(): void;
}

/** Creates the pump of one stream; `playout` learns when audio will sound. `now` is a monotonic clock in milliseconds. */
export function createPump(
  outlet: Outlet,
  playout?: PlayoutListener,
  now: () => number = performance.now.bind(performance),
): Pump {
  let queue: (Uint8Array | string)[] = [];
  let partial = new Uint8Array();
  /** When all audio that has left will have sounded. */
  let heardAt = 0;
  let timer: NodeJS.Timeout | undefined;

  const pump = () => {
    timer = undefined;
    while (queue.length > 0) {
      const ahead = heardAt - now();
      const next = queue[0];
      if (typeof next !== 'string' && ahead > LEAD_MS - PIECE_MS) {
        // Timing by moments, not by intervals, keeps the timer's lateness from adding up.
        timer = setTimeout(pump, ahead - (LEAD_MS - PIECE_MS));
        return;
      }
      queue.shift();
      if (typeof next === 'string') outlet.mark(next);
      else if (next) {
        outlet.play(next);
        const soundsAt = Math.max(heardAt, now());
        playout?.audioScheduled(next, soundsAt);
        heardAt = soundsAt + next.length / BYTES_PER_MS;
      }
    }
  };

  const start = () => {
    if (!timer) pump();
  };

  return {
    play(audio) {
      const bytes = partial.length > 0 ? Buffer.concat([partial, audio]) : audio;
      const whole = bytes.length - (bytes.length % FRAME_BYTES);
      for (let at = 0; at < whole; at += PIECE_BYTES)
        queue.push(bytes.subarray(at, Math.min(whole, at + PIECE_BYTES)));
      partial = bytes.slice(whole);
      start();
    },
    mark(name) {
      if (partial.length > 0) {
        const frame = new Uint8Array(FRAME_BYTES).fill(SILENCE);
        frame.set(partial);
        partial = new Uint8Array();
        queue.push(frame);
      }
      queue.push(name);
      start();
    },
    clear() {
      queue = [];
      partial = new Uint8Array();
      heardAt = 0;
      playout?.playoutCleared(now());
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
