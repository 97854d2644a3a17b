import { isLast, nextAttempt, type RecordingWork } from '#shared/domain/calls/recording-work.ts';
import { log } from '#shared/log.ts';
import type { Schedules } from '#shared/ports/office.ts';

/** What counts the recordings that were tried as often as they are. */
const givenUp = { fetch: 'FetchesGivenUp', transcribe: 'TranscriptionsGivenUp' } as const;

/** Tries work on a recording; what fails, or is in other hands, is scheduled again, and thrown where it failed for the last time. */
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
      log.count(givenUp[work.verb], fields);
      throw error;
    }
    log.error('recording.put-off', error, fields);
  }
  const next = nextAttempt(work, Date.now());
  if (next) await schedules.once(next);
}
