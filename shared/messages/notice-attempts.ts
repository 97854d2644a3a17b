import { log } from '#shared/log.ts';
import type { Schedules } from '#shared/ports/office.ts';

/** Work on a notice that is retried until its outcome is known. */
export type NoticeWork = {
  /** The name of the first schedule; retries append their number. */
  readonly name: string;
  readonly functionName: 'remind' | 'follow-up';
  /** The function's input, repeated on each retry. */
  readonly input: object;
  /** 0 at first; each scheduled retry adds 1. */
  readonly attempt: number;
};

/** The pause before each retry: outlasts a hiccup, an incident, an outage. A reminder two hours ahead is still in time. */
export const NOTICE_PAUSES_MS = [2 * 60_000, 10 * 60_000, 30 * 60_000];

/** Tries to send a notice; schedules a retry if it failed or is leased elsewhere; throws the last failure. */
export async function attemptNotice(
  schedules: Pick<Schedules, 'once'>,
  { name, functionName, input, attempt }: NoticeWork,
  send: (isLastAttempt: boolean) => Promise<'settled' | 'held'>,
): Promise<void> {
  const pauseMs = NOTICE_PAUSES_MS[attempt];
  const isLast = pauseMs === undefined;
  try {
    if ((await send(isLast)) === 'settled') return;
  } catch (error) {
    if (isLast) {
      log.count('NoticesGivenUp', { reason: functionName });
      throw error;
    }
    log.error('notice.put-off', error, { name, attempt });
  }
  if (isLast) return;
  await schedules.once({
    name: `${name}-${attempt + 1}`,
    at: Date.now() + pauseMs,
    functionName,
    input: { ...input, attempt: attempt + 1 },
  });
}
