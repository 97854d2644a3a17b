/**
 * The longest gap between frames: Twilio sends one every 20 ms, silence included.
 * https://www.twilio.com/docs/voice/media-streams/websocket-messages
 */
const FRAMES_TIMEOUT_MS = 2_000;
/** A timer that is later than this shows that the process stalled: frames may wait unread in its sockets. */
const STALL_MS = 200;

/** Detects that the frames of a stream have stopped. */
export interface FramesWatch extends Disposable {
  frameArrived(): void;
}

/** Starts the watch of one stream; `onStopped` is called once. */
export function watchFrames(onStopped: () => void): FramesWatch {
  let dueAt = performance.now() + FRAMES_TIMEOUT_MS;
  const timer = setTimeout(() => {
    if (performance.now() - dueAt < STALL_MS) onStopped();
    else restart();
  }, FRAMES_TIMEOUT_MS);
  const restart = () => {
    dueAt = performance.now() + FRAMES_TIMEOUT_MS;
    timer.refresh();
  };
  return { frameArrived: restart, [Symbol.dispose]: () => clearTimeout(timer) };
}
