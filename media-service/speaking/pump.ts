import { BYTES_PER_MS, FRAME_BYTES, SILENCE } from '@agent-locator/audio/mulaw.ts';
import type { Sounding } from '#media-service/hearing/playout-levels.ts';

/** How far audio leaves ahead of the caller's ear: enough for a hiccup of ours, little enough to take back. */
const LEAD_MS = 400;
/** How much audio leaves at a time: each message costs a call of the system, whatever its length. */
const PIECE_MS = 100;
const PIECE_BYTES = PIECE_MS * BYTES_PER_MS;

/** Where audio, in whole frames, and marks leave the house. */
export type Outlet = {
  readonly play: (frames: Uint8Array) => void;
  readonly mark: (name: string) => void;
};

/** Sends audio, paced to the caller's ear. */
export interface Pump {
  /** Queues μ-law audio of any length. */
  play(audio: Uint8Array): void;
  /** Queues a mark behind the audio; a frame begun is filled with silence. */
  mark(name: string): void;
  /** Drops all that has not left. */
  clear(): void;
}

/** Paces one line and tells when what leaves will sound; `now` is a monotonic clock in milliseconds. */
export function createPump(
  outlet: Outlet,
  sounding?: Sounding,
  now: () => number = performance.now.bind(performance),
): Pump {
  let queue: (Uint8Array | string)[] = [];
  let partial = new Uint8Array();
  /** When the caller will have heard everything that has left. */
  let heardAt = 0;
  let timer: NodeJS.Timeout | undefined;

  const pump = () => {
    timer = undefined;
    while (queue.length > 0) {
      const ahead = heardAt - now();
      const next = queue[0];
      if (typeof next !== 'string' && ahead > LEAD_MS - PIECE_MS) {
        // Aiming at a moment, not at an interval, corrects the timer's own lateness.
        timer = setTimeout(pump, ahead - (LEAD_MS - PIECE_MS));
        return;
      }
      queue.shift();
      if (typeof next === 'string') outlet.mark(next);
      else if (next) {
        outlet.play(next);
        const soundsAt = Math.max(heardAt, now());
        sounding?.sounds(next, soundsAt);
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
      sounding?.hushed(now());
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
