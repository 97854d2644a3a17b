import { FRAME_BYTES, SILENCE } from '@agent-locator/audio/mulaw.ts';
import type { FarEnd, Line } from './line.ts';
import { ringback } from './tone.ts';

/** Plays audio to the caller in real time; settles when it has been heard, or when the signal aborts. */
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

/** Plays ringing to the caller until disposed of; the silence between two rings is not dead air. */
export function ringCaller(line: Line): Disposable {
  let position = 0;
  const phone: FarEnd = {
    excusesSilence: true,
    exchange() {
      const frame = ringback.subarray(position, position + FRAME_BYTES);
      position = (position + FRAME_BYTES) % ringback.length;
      return frame;
    },
  };
  line.connect(phone);
  return { [Symbol.dispose]: () => line.disconnect(phone) };
}
