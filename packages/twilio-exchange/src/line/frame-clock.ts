import { FRAME_MS } from '@agent-locator/audio/mulaw.ts';

/** Calls back once for every 20 ms of real time. */
export interface FrameClock {
  /** How late a frame was at worst, in ms; a silence measured meanwhile may be the machine's. */
  readonly maxLateMs: number;
  stop(): void;
}

/** Starts a clock that catches up after a stall, so that it never drifts. */
export function startFrameClock(onFrame: () => void): FrameClock {
  const startedAtMs = performance.now();
  const elapsed = () => performance.now() - startedAtMs;
  let frames = 0;
  let maxLateMs = 0;
  let timer = setTimeout(tick, FRAME_MS);
  let running = true;

  function noteLateness() {
    if (running) maxLateMs = Math.max(maxLateMs, elapsed() - (frames + 1) * FRAME_MS);
  }

  function tick() {
    noteLateness();
    const elapsedMs = elapsed();
    while (running && (frames + 1) * FRAME_MS <= elapsedMs) {
      frames++;
      onFrame();
    }
    if (!running) return;
    timer = setTimeout(tick, Math.ceil((frames + 1) * FRAME_MS - elapsedMs));
  }

  return {
    get maxLateMs() {
      noteLateness();
      return maxLateMs;
    },
    stop() {
      noteLateness();
      running = false;
      clearTimeout(timer);
    },
  };
}
