import { FRAME_MS } from '@agent-locator/audio/mulaw.ts';

/**
 * Calls back once for every 20 ms of real time, catching up after a stall so that it never drifts.
 * Returns the function that stops it.
 */
export function startFrameClock(onFrame: () => void): () => void {
  const startedAtMs = performance.now();
  let frames = 0;
  let timer = setTimeout(tick, FRAME_MS);
  let running = true;

  function tick() {
    const elapsedMs = performance.now() - startedAtMs;
    while (running && (frames + 1) * FRAME_MS <= elapsedMs) {
      frames++;
      onFrame();
    }
    if (!running) return;
    timer = setTimeout(tick, Math.ceil((frames + 1) * FRAME_MS - elapsedMs));
  }

  return function stop() {
    running = false;
    clearTimeout(timer);
  };
}
