import { isLast, nextAttempt, type RecordingWork } from '#shared/domain/calls/recording-work.ts';
import { log } from '#shared/log.ts';
import type { Schedules } from '#shared/ports/office.ts';

/** Metric to count when a recording's last attempt fails. */
const failureMetrics = { fetch: 'FetchesGivenUp', transcribe: 'TranscriptionsGivenUp' } as const;

/** Tries work on a recording; schedules a retry if it failed or is leased elsewhere; throws the last failure. */
export async function attemptRecordingWork(
  schedules: Pick<Schedules, 'once'>,
  work: RecordingWork,
  attempt: () => Promise<'done' | 'held'>,
): Promise<void> {
  const fields = { ...work.name, verb: work.verb, attempt: work.attempt };
  try {
    if ((await attempt()) === 'done') return;
  } catch (error) {
    if (isLast(work)) {
      log.count(failureMetrics[work.verb], fields);
      throw error;
    }
    log.error('recording.put-off', error, fields);
  }
  const next = nextAttempt(work, Date.now());
  if (next) await schedules.once(next);
}
