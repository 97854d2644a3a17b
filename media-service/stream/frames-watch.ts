/** How long no frame may come: Twilio sends one every 20 ms, silence included. */
const FRAMES_TIMEOUT_MS = 2_000;
/** A timer that is later than this says that this process was held up: the frames may be waiting at its door. */
const HELD_UP_MS = 200;

/** Notices when a stream's frames stop coming. */
export interface FramesWatch extends Disposable {
  frameArrived(): void;
}

/** Watches over the frames of one stream from now on; `onStopped` is called once. */
export function watchFrames(onStopped: () => void): FramesWatch {
  let dueAt = performance.now() + FRAMES_TIMEOUT_MS;
  const timer = setTimeout(() => {
    if (performance.now() - dueAt < HELD_UP_MS) onStopped();
    else restart();
  }, FRAMES_TIMEOUT_MS);
  const restart = () => {
    dueAt = performance.now() + FRAMES_TIMEOUT_MS;
    timer.refresh();
  };
  return { frameArrived: restart, [Symbol.dispose]: () => clearTimeout(timer) };
}
