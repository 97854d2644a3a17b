import * as z from 'zod/mini';
import type { CallTurn } from './call-turn.ts';
import { type RecordingName, recordingKey } from './recording-name.ts';

/** Work on a recording that is repeated until it succeeds: to fetch it from Twilio, to transcribe it. */
export type RecordingWork = {
  readonly verb: 'fetch' | 'transcribe';
  readonly name: RecordingName;
  /** 0 where an event asks for it, then counted by its schedules. */
  readonly attempt: number;
};

/** How long after each failure it is tried again: past a hiccup, an incident, an outage. */
const PAUSES_MS = [60_000, 5 * 60_000, 30 * 60_000];

/** Past this nobody works on a recording any more: all pauses are over, however late their schedules fired. */
const WORK_ENDS_AFTER_MS = 60 * 60_000;

/** What a schedule carries of an attempt. */
export const scheduledAttempt = z.object({
  key: z.string(),
  attempt: z.int().check(z.positive()),
});

/** Tells whether an attempt is the last. */
export function isLast({ attempt }: RecordingWork): boolean {
  return attempt >= PAUSES_MS.length;
}

/** The one-time schedule of the attempt after this one; undefined where it was the last. */
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

/** Tells whether a recording has no words and nobody who is about to give it some. */
export function isForgotten(turn: CallTurn | undefined, at: number): boolean {
  if (!turn) return true;
  return turn.transcription !== 'done' && at - turn.started_at > WORK_ENDS_AFTER_MS;
}

type ScheduledAttempt = z.output<typeof scheduledAttempt>;
