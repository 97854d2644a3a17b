import { setTimeout as delay } from 'node:timers/promises';
import { BYTES_PER_MS } from '@agent-locator/audio/mulaw.ts';
import type { Absence } from '../trouble/call-trouble.ts';
import { newSid } from './account.ts';

/**
 * A caller's recording; its media can be fetched once it is `completed`.
 * @see https://www.twilio.com/docs/voice/api/recording
 */
export type Recording = {
  readonly recordingSid: string;
  readonly callSid: string;
  readonly startedAt: number;
  updatedAt: number;
  status: 'in-progress' | 'processing' | 'completed' | 'absent' | 'deleted';
  audio: Uint8Array;
  /** The reason of an absent recording. */
  absence?: Absence | undefined;
};

/** When a recording becomes available after its end, or why it never does. */
export type RecordingOutcome = {
  readonly delayMs: number;
  readonly absence?: Absence | undefined;
};

/** All recordings of the account. */
export interface Recordings {
  start(callSid: string): Recording;
  /** Ends a recording: after the delay it is completed, or absent for a given reason or for lack of audio. */
  end(recording: Recording, audio: Uint8Array, outcome: RecordingOutcome): Promise<void>;
  /** Returns all recordings, oldest first. */
  all(): Recording[];
  find(recordingSid: string): Recording | undefined;
  ofCall(callSid: string): Recording[];
}

/** Returns the length of a recording in milliseconds. */
export function durationMs(recording: Recording): number {
  return recording.audio.length / BYTES_PER_MS;
}

/** Returns the length as Twilio writes it: whole seconds, rounded up. */
export function durationSeconds(recording: Recording): string {
  return String(Math.ceil(durationMs(recording) / 1000));
}

/** Creates an empty store; recordings in processing when the signal aborts are never completed. */
export function createRecordings(signal: AbortSignal): Recordings {
  const recordings = new Map<string, Recording>();
  return {
    start(callSid) {
      const recording: Recording = {
        recordingSid: newSid('RE'),
        callSid,
        startedAt: Date.now(),
        updatedAt: Date.now(),
        status: 'in-progress',
        audio: new Uint8Array(),
      };
      recordings.set(recording.recordingSid, recording);
      return recording;
    },
    async end(recording, audio, { delayMs, absence }) {
      recording.audio = audio;
      recording.status = 'processing';
      await delay(delayMs, undefined, { signal }).catch(() => {});
      if (signal.aborted || recording.status !== 'processing') return;
      recording.absence = absence ?? (audio.length > 0 ? undefined : 16102);
      if (recording.absence) recording.audio = new Uint8Array();
      recording.status = recording.absence ? 'absent' : 'completed';
      recording.updatedAt = Date.now();
    },
    all: () => [...recordings.values()],
    find: (recordingSid) => recordings.get(recordingSid),
    ofCall: (callSid) => [...recordings.values()].filter((it) => it.callSid === callSid),
  };
}
