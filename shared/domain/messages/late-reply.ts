import * as z from 'zod/mini';

/** When a message is looked at that its webhook may not have answered: past every webhook, past an incident, past an outage. */
const PAUSES_MS = [90_000, 4 * 60_000, 15 * 60_000];

/** The first look at a message is over by then: schedules are precise to a minute, and it takes half of one. */
const OVERDUE_MS = (PAUSES_MS[0] ?? 0) + 90_000;

/** Tells whether a message that is not answered should have been looked at by now. */
export function isOverdue(writtenAt: number, at: number): boolean {
  return at - writtenAt > OVERDUE_MS;
}

/** What a schedule carries of a late reply. */
export const lateReplyInput = z.object({
  messageSid: z.string(),
  attempt: z.int().check(z.positive()),
});

export type LateReply = z.output<typeof lateReplyInput>;

/** The first look at a message, put off before anybody begins to answer it. */
export function firstLateReply(messageSid: string, at: number) {
  return toSchedule({ messageSid, attempt: 1 }, at, PAUSES_MS[0] ?? 0);
}

/** The look after one that failed; undefined where it was the last. */
export function nextLateReply({ messageSid, attempt }: LateReply, at: number) {
  const pauseMs = PAUSES_MS[attempt];
  if (pauseMs === undefined) return undefined;
  return toSchedule({ messageSid, attempt: attempt + 1 }, at, pauseMs);
}

/** Tells whether nobody looks again after this. */
export function isLastReply({ attempt }: LateReply): boolean {
  return attempt >= PAUSES_MS.length;
}

/** Names the schedule of a first look, so that it can be taken back. */
export function lateReplyName(messageSid: string): string {
  return `late-${messageSid}`;
}

function toSchedule(input: LateReply, at: number, pauseMs: number) {
  const { messageSid, attempt } = input;
  const name = attempt === 1 ? lateReplyName(messageSid) : `late-${messageSid}-${attempt}`;
  return { name, at: at + pauseMs, functionName: 'late-reply', input };
}
