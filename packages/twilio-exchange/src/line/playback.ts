import { FRAME_BYTES, SILENCE } from '@agent-locator/audio/mulaw.ts';
import type { Line } from './line.ts';

/** Plays audio to the caller in real time; resolves when it has been heard, or when interrupted. */
export function playToCaller(line: Line, audio: Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    let position = 0;
    const player = {
      exchange() {
        if (position >= audio.length) {
          finish();
          return undefined;
        }
        const frame = new Uint8Array(FRAME_BYTES).fill(SILENCE);
        frame.set(audio.subarray(position, position + FRAME_BYTES));
        position += FRAME_BYTES;
        return frame;
      },
    };
    function finish() {
      signal.removeEventListener('abort', finish);
      line.disconnect(player);
      resolve();
    }
    signal.addEventListener('abort', finish);
    line.connect(player);
  });
}
