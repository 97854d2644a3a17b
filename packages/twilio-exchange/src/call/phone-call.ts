import type { ExchangeError } from '../account/error-log.ts';
import type { EndedBy, LineEvent } from '../line/line-event.ts';

/** The caller's telephone during one call. */
export interface PhoneCall {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  /** Says audio in real time; resolves when its last frame has left, when it is stopped, or when the call is over. */
  speak(mulaw: Uint8Array): Promise<void>;
  /** Falls silent at once, in the middle of a word. */
  stopSpeaking(): void;
  press(digits: string): void;
  hangUp(): void;
  /** Listens to everything that happens on the line from now on; returns how to stop. */
  subscribe(listener: (event: LineEvent) => void): () => void;
  /** Settles when the call is over and all its requests are answered, but for late recordings. */
  readonly ended: Promise<CallReport>;
}

/** What remains of a call. */
export type CallReport = {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  readonly startedAt: number;
  /** When the first frame began: frame n of both tracks is the 20 ms from here + 20 · n ms on, told at their end. */
  readonly answeredAt?: number;
  readonly endedAt: number;
  readonly endedBy: EndedBy;
  /** All the caller heard while the call was answered, as μ-law. */
  readonly heard: Uint8Array;
  /** All the caller said, its noise included, frame for frame beside what was heard. */
  readonly said: Uint8Array;
  readonly longestDeadAirMs: number;
  /** How late the exchange handled a frame at worst, in ms: a silence may have been the machine's. */
  readonly clockLateMs: number;
  /** Everything but the frames. */
  readonly events: readonly LineEvent[];
  readonly errors: readonly ExchangeError[];
  readonly recordings: readonly { recordingSid: string; durationMs: number }[];
};
