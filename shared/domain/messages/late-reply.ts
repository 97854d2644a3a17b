import * as z from 'zod/mini';

/** The pauses before each attempt to answer a message late: they outlast every webhook, an incident, an outage. */
const PAUSES_MS = [90_000, 4 * 60_000, 15 * 60_000];

/**
 * By then the first late attempt is over. It takes half a minute, and schedules are precise to a minute:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
const OVERDUE_MS = (PAUSES_MS[0] ?? 0) + 90_000;

/** Returns whether the first late attempt at an unanswered message must be over by now. */
export function isOverdue(writtenAt: number, at: number): boolean {
  return at - writtenAt > OVERDUE_MS;
}

/** The input of a late reply's schedule. */
export const lateReplyInput = z.object({
  messageSid: z.string(),
  attempt: z.int().check(z.positive()),
});

/** One attempt at a late reply. */
export type LateReply = z.output<typeof lateReplyInput>;

/** Returns the schedule of the first late attempt, made before the webhook starts to answer. */
export function firstLateReply(messageSid: string, at: number) {
  return toSchedule({ messageSid, attempt: 1 }, at, PAUSES_MS[0] ?? 0);
}

/** Returns the schedule of the attempt after a failed one; undefined after the last. */
export function nextLateReply({ messageSid, attempt }: LateReply, at: number) {
  const pauseMs = PAUSES_MS[attempt];
  if (pauseMs === undefined) return undefined;
  return toSchedule({ messageSid, attempt: attempt + 1 }, at, pauseMs);
}

/** Returns whether this attempt is the last. */
export function isLastReply({ attempt }: LateReply): boolean {
  return attempt >= PAUSES_MS.length;
}

/** Returns the name of the first attempt's schedule, by which it can be cancelled. */
export function lateReplyName(messageSid: string): string {
  return `late-${messageSid}`;
}

function toSchedule(input: LateReply, at: number, pauseMs: number) {
  const { messageSid, attempt } = input;
  const name = attempt === 1 ? lateReplyName(messageSid) : `late-${messageSid}-${attempt}`;
  return { name, at: at + pauseMs, functionName: 'late-reply', input };
}
