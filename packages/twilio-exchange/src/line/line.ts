import { FRAME_BYTES, FRAME_MS, SILENCE } from '@agent-locator/audio/mulaw.ts';
import { createCallerSpeech } from './caller-speech.ts';
import { longestDeadAirMs } from './dead-air.ts';
import { type FrameClock, startFrameClock } from './frame-clock.ts';
import type { Happening } from './line-event.ts';

/** The other end of the line: every 20 ms it hears a frame and may return one. */
export interface FarEnd {
  exchange(said: Uint8Array): Uint8Array | undefined;
  /** Hears of a key that the caller pressed. */
  press?(digit: string): void;
  /** Whether silence is expected: after the beep, and between two rings. */
  readonly excusesSilence?: boolean;
}

/** Both directions of an answered line, frame for frame. */
export type Track = {
  readonly heard: Uint8Array;
  readonly said: Uint8Array;
  readonly longestDeadAirMs: number;
  /** How late this machine handled a frame at worst, in ms: a silence may have been its own. */
  readonly clockLateMs: number;
};

/** The phone line of one call: frames in both directions in real time, with one far end at a time. */
export interface Line {
  answer(): void;
  /** Connects a far end in place of the one before. */
  connect(farEnd: FarEnd): void;
  disconnect(farEnd: FarEnd): void;
  speak(mulaw: Uint8Array): Promise<void>;
  stopSpeaking(): void;
  press(digits: string): void;
  close(): void;
  track(): Track;
}

const silentFrame = new Uint8Array(FRAME_BYTES).fill(SILENCE);

/**
 * Creates a ringing line, which carries frames once it is answered. `colour` impairs the caller's
 * voice, given the last frame that was heard.
 */
export function createLine(
  emit: (happening: Happening) => void,
  colour = (said: Uint8Array, _heardBefore: Uint8Array) => said,
): Line {
  const heard: Uint8Array[] = [];
  const said: Uint8Array[] = [];
  const excused: boolean[] = [];
  const speech = createCallerSpeech((startedAt, endedAt) =>
    emit({ type: 'spoke', startedAt, endedAt }),
  );
  let answeredAt = 0;
  let farEnd: FarEnd | undefined;
  let clock: FrameClock | undefined;
  let isClosed = false;

  function onFrame() {
    // Timestamps are when a frame was due, so a late timer does not distort them.
    const spoken = speech.next(answeredAt + (heard.length + 1) * FRAME_MS);
    const sent = colour(spoken ?? silentFrame, heard.at(-1) ?? silentFrame);
    const excusesSilence = farEnd?.excusesSilence ?? false;
    const frame = farEnd?.exchange(sent) ?? silentFrame;
    said.push(sent);
    heard.push(frame);
    excused.push(spoken !== undefined || excusesSilence);
    emit({ type: 'heard', frame });
  }

  return {
    answer() {
      if (isClosed) return;
      answeredAt = Date.now();
      clock = startFrameClock(onFrame);
    },
    connect(next) {
      farEnd = next;
    },
    disconnect(previous) {
      if (farEnd === previous) farEnd = undefined;
    },
    speak: speech.say,
    stopSpeaking: speech.stop,
    press(digits) {
      for (const digit of digits) farEnd?.press?.(digit);
    },
    close() {
      isClosed = true;
      clock?.stop();
      speech.shut();
    },
    track() {
      const everythingHeard = joined(heard);
      return {
        heard: everythingHeard,
        said: joined(said),
        longestDeadAirMs: longestDeadAirMs(everythingHeard, excused),
        clockLateMs: Math.round(clock?.maxLateMs ?? 0),
      };
    },
  };
}

function joined(frames: readonly Uint8Array[]): Uint8Array {
  const audio = new Uint8Array(frames.length * FRAME_BYTES);
  for (const [index, frame] of frames.entries()) audio.set(frame, index * FRAME_BYTES);
  return audio;
}
