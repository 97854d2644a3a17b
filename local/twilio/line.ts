import { FRAME_BYTES, SILENCE } from '#media-service/mulaw.ts';
import { createCallerSpeech } from './caller-speech.ts';
import { longestDeadAirMs } from './dead-air.ts';
import { startFrameClock } from './frame-clock.ts';
import type { Happening } from './line-event.ts';

/** Whoever the caller is connected to at the moment: every 20 ms it hears a frame and may give one back. */
export interface FarEnd {
  exchange(said: Uint8Array): Uint8Array | undefined;
  /** The key the caller pressed. */
  press?(digit: string): void;
  /** True where the caller is expected to talk and hears nothing: after the beep. */
  readonly isRecording?: boolean;
}

/** What went over an answered line. */
export type Track = {
  readonly heard: Uint8Array;
  readonly said: Uint8Array;
  readonly longestDeadAirMs: number;
};

/** The telephone line of one call: two directions of frames in real time, and one far end at a time. */
export interface Line {
  answer(): void;
  /** Connects a far end in place of the one before. */
  connect(farEnd: FarEnd): void;
  disconnect(farEnd: FarEnd): void;
  speak(mulaw: Uint8Array): Promise<void>;
  press(digits: string): void;
  close(): void;
  track(): Track;
}

const silentFrame = new Uint8Array(FRAME_BYTES).fill(SILENCE);

/** Creates a line that rings; nothing moves on it until it is answered. */
export function createLine(emit: (happening: Happening) => void): Line {
  const heard: Uint8Array[] = [];
  const said: Uint8Array[] = [];
  const excused: boolean[] = [];
  const speech = createCallerSpeech((startedAt, endedAt) =>
    emit({ type: 'spoke', startedAt, endedAt }),
  );
  let farEnd: FarEnd | undefined;
  let stopClock = () => {};
  let isClosed = false;

  function onFrame() {
    const spoken = speech.next();
    const isRecording = farEnd?.isRecording ?? false;
    const frame = farEnd?.exchange(spoken ?? silentFrame) ?? silentFrame;
    said.push(spoken ?? silentFrame);
    heard.push(frame);
    excused.push(spoken !== undefined || isRecording);
    emit({ type: 'heard', frame });
  }

  return {
    answer() {
      if (!isClosed) stopClock = startFrameClock(onFrame);
    },
    connect(next) {
      farEnd = next;
    },
    disconnect(previous) {
      if (farEnd === previous) farEnd = undefined;
    },
    speak: speech.say,
    press(digits) {
      for (const digit of digits) farEnd?.press?.(digit);
    },
    close() {
      isClosed = true;
      stopClock();
      speech.shut();
    },
    track() {
      const everythingHeard = joined(heard);
      return {
        heard: everythingHeard,
        said: joined(said),
        longestDeadAirMs: longestDeadAirMs(everythingHeard, excused),
      };
    },
  };
}

function joined(frames: readonly Uint8Array[]): Uint8Array {
  const audio = new Uint8Array(frames.length * FRAME_BYTES);
  for (const [index, frame] of frames.entries()) audio.set(frame, index * FRAME_BYTES);
  return audio;
}
