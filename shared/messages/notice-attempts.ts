import { log } from '#shared/log.ts';
import type { Schedules } from '#shared/ports/office.ts';

/** Work on a notice that is repeated until it is known what became of it. */
export type NoticeWork = {
  /** The name of its first schedule. */
  readonly name: string;
  readonly functionName: 'remind' | 'follow-up';
  /** What the function is asked again with. */
  readonly input: object;
  /** Counted by its schedules, from 0. */
  readonly attempt: number;
};

/** Past a hiccup, an incident, an outage; a reminder of something in two hours is still in time. */
const PAUSES_MS = [2 * 60_000, 10 * 60_000, 30 * 60_000];

/** Tries to send a notice; what fails, or is in other hands, is scheduled again, and thrown where it failed for the last time. */
export async function attemptNotice(
  schedules: Pick<Schedules, 'once'>,
  { name, functionName, input, attempt }: NoticeWork,
  send: (isLastAttempt: boolean) => Promise<'settled' | 'held'>,
): Promise<void> {
  const pauseMs = PAUSES_MS[attempt];
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
