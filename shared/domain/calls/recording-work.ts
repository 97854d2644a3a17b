import * as z from 'zod/mini';
import type { CallTurn } from './call-turn.ts';
import { type RecordingName, recordingKey } from './recording-name.ts';

/** Work on a recording that is retried until it succeeds: fetching it from Twilio, or transcribing it. */
export type RecordingWork = {
  readonly verb: 'fetch' | 'transcribe';
  readonly name: RecordingName;
  /** 0 when an event starts the work; each scheduled retry adds 1. */
  readonly attempt: number;
};

/** The pause before each retry: outlasts a hiccup, an incident, an outage. */
const PAUSES_MS = [60_000, 5 * 60_000, 30 * 60_000];

/** Past this no retry is left: all pauses are over, however late their schedules fired. */
const WORK_ENDS_AFTER_MS = 60 * 60_000;

/** The input of a scheduled retry. */
export const scheduledAttempt = z.object({
  key: z.string(),
  attempt: z.int().check(z.positive()),
});

/** Returns whether an attempt is the last. */
export function isLast({ attempt }: RecordingWork): boolean {
  return attempt >= PAUSES_MS.length;
}

/** Returns the one-time schedule of the next attempt; undefined after the last one. */
export function nextAttempt({ verb, name, attempt }: RecordingWork, at: number) {
  const pauseMs = PAUSES_MS[attempt];
  if (pauseMs === undefined) return undefined;
  const label = 'turnId' in name ? `${name.callSid}-${name.turnId}` : name.recordingSid;
  return {
    name: `${verb}-${label}-${attempt + 1}`,
    at: at + pauseMs,
    functionName: `${verb}-recording`,
    input: { key: recordingKey(name), attempt: attempt + 1 } satisfies ScheduledAttempt,
  };
}

/** Returns whether a recording has no transcript and no retry that could still produce one. */
export function isForgotten(turn: CallTurn | undefined, at: number): boolean {
  if (!turn) return true;
  return turn.transcription !== 'done' && at - turn.started_at > WORK_ENDS_AFTER_MS;
}

type ScheduledAttempt = z.output<typeof scheduledAttempt>;
