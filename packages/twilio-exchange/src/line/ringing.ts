import { FRAME_BYTES } from '@agent-locator/audio/mulaw.ts';
import type { FarEnd, Line } from './line.ts';
import { ringback } from './tone.ts';

/** Lets the caller hear a phone ring until it is disposed of; the silence between two rings is part of it. */
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
