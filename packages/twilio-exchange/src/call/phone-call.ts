import type { ExchangeError } from '../account/error-log.ts';
import type { EndedBy, LineEvent } from '../line/line-event.ts';

/** The caller's telephone during one call. */
export interface PhoneCall {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  /** Says audio in real time; settles when its last frame has left, when stopped, or when the call ends. */
  speak(mulaw: Uint8Array): Promise<void>;
  /** Drops the rest of the audio at once, in the middle of a word. */
  stopSpeaking(): void;
  /** Presses keys: 0 to 9, `*` and `#`. */
  press(digits: string): void;
  hangUp(): void;
  /** Listens to every event on the line from now on; returns the function that stops it. */
  subscribe(listener: (event: LineEvent) => void): () => void;
  /** Settles when the call is over and its requests are answered, those about late recordings aside. */
  readonly ended: Promise<CallReport>;
}

/** The record of a finished call. */
export type CallReport = {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  readonly startedAt: number;
  /** When the first frame began; frame n of both tracks lasts 20 ms from `answeredAt` + 20 · n ms. */
  readonly answeredAt?: number;
  readonly endedAt: number;
  readonly endedBy: EndedBy;
  /** The audio that the caller heard while the call was answered, as μ-law. */
  readonly heard: Uint8Array;
  /** The audio that the caller said, with the noise of the line, frame for frame beside `heard`. */
  readonly said: Uint8Array;
  readonly longestDeadAirMs: number;
  /** How late the exchange handled a frame at worst, in ms: a silence may have been the machine's. */
  readonly clockLateMs: number;
  /** Every event except the frames. */
  readonly events: readonly LineEvent[];
  readonly errors: readonly ExchangeError[];
  readonly recordings: readonly { recordingSid: string; durationMs: number }[];
};
